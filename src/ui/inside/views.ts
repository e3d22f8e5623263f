import type { ComponentType } from 'react';
import { EmbeddingView } from './embedding/EmbeddingView';
import { MapsView } from './maps/MapsView';
import { WhyView } from './why/WhyView';

export interface InsideView {
  /** Also its words: `inside:view.ID`. */
  readonly id: 'maps' | 'why' | 'embedding';
  readonly View: ComponentType;
}

/** What can be seen of the inside of a network, in the order of the tabs. */
export const views: readonly InsideView[] = [
  { id: 'maps', View: MapsView },
  { id: 'why', View: WhyView },
  { id: 'embedding', View: EmbeddingView },
];
