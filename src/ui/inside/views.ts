import type { ComponentType } from 'react';
import type { InsideViewId } from '../../state/sections';
import { EmbeddingView } from './embedding/EmbeddingView';
import { HealthView } from './health/HealthView';
import { WarningCount } from './health/Warnings';
import { KernelsView } from './kernels/KernelsView';
import { MapsView } from './maps/MapsView';
import { WhyView } from './why/WhyView';

export interface InsideView {
  /** Also its words: `inside:view.ID`. */
  readonly id: InsideViewId;
  readonly View: ComponentType;
  /** Beside its name. */
  readonly Badge?: ComponentType;
}

/** What can be seen of the inside of a network, in the order of the tabs. */
export const views: readonly InsideView[] = [
  { id: 'maps', View: MapsView },
  { id: 'kernels', View: KernelsView },
  { id: 'health', View: HealthView, Badge: WarningCount },
  { id: 'why', View: WhyView },
  { id: 'embedding', View: EmbeddingView },
];
