import { create } from 'zustand';

/** A section that opens below the columns. */
export const lowerSections = ['learn', 'inside', 'evaluation', 'profile'] as const;
export type LowerSection = (typeof lowerSections)[number];
export type Section = 'data' | 'training' | 'network' | 'curves' | 'predictions' | LowerSection;

/** A view of the inside of the network, of which one at a time is shown. */
export const insideViews = ['maps', 'kernels', 'health', 'why', 'embedding'] as const;
export type InsideViewId = (typeof insideViews)[number];

export interface SectionsState {
  /** The chosen tab where the screen has no room for columns; where it has, one that opens below them is open. */
  readonly shown: Section;
  show(section: Section): void;
  /** The view of Inside that is chosen. */
  readonly view: InsideViewId;
  choose(view: InsideViewId): void;
}

/** Which section is in sight. */
export const useSections = create<SectionsState>()((set) => ({
  shown: 'curves',
  show: (shown) => set({ shown }),
  view: 'maps',
  choose: (view) => set({ view }),
}));

/** The section that is open below the columns, if one is. */
export function lowerOf(shown: Section): LowerSection | undefined {
  return lowerSections.find((section) => section === shown);
}
