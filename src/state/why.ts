import { create } from 'zustand';
import type { Patch } from '../engine/attribution/occlusion';

/** What is asked in the view that says why. */
export interface WhyState {
  /** The class to be explained; undefined for the one that is predicted. */
  readonly label: number | undefined;
  /** The layer that Grad-CAM looks at; undefined for the last that gives maps. */
  readonly path: string | undefined;
  /** Of the occlusion map. */
  readonly patch: Patch;
  /** The layer whose channel is to be excited; undefined, as one that the network does not have, for the last that gives maps by weights. */
  readonly target: string | undefined;
  readonly channel: number;
  /** Test pictures to go through for those that excite it most. */
  readonly pictures: number;
  readonly start: 'noise' | 'grey';
  readonly steps: number;
  readonly seed: number;
  readonly regularised: boolean;
  set(changes: Partial<WhyState>): void;
}

export const useWhy = create<WhyState>()((set) => ({
  label: undefined,
  path: undefined,
  patch: { size: 8, stride: 4 },
  target: undefined,
  channel: 0,
  pictures: 500,
  start: 'noise',
  steps: 100,
  seed: 1,
  regularised: true,
  set: (changes) => set(changes),
}));
