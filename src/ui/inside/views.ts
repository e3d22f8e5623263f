import type { ComponentType } from 'react';
import { MapsView } from './maps/MapsView';

export interface InsideView {
  /** Also its words: `inside:view.ID`. */
  readonly id: 'maps';
  readonly View: ComponentType;
}

/** What can be seen of the inside of a network, in the order of the tabs. */
export const views: readonly InsideView[] = [{ id: 'maps', View: MapsView }];
