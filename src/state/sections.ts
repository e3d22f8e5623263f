import { create } from 'zustand';

/** A section that opens below the columns. */
export const lowerSections = ['learn', 'inside', 'profile'] as const;
export type LowerSection = (typeof lowerSections)[number];
export type Section = 'data' | 'training' | 'network' | 'curves' | 'predictions' | LowerSection;

export interface SectionsState {
  /** The chosen tab where the screen has no room for columns; where it has, one that opens below them is open. */
  readonly shown: Section;
  show(section: Section): void;
}

/** Which section is in sight. */
export const useSections = create<SectionsState>()((set) => ({
  shown: 'curves',
  show: (shown) => set({ shown }),
}));

/** The section that is open below the columns, if one is. */
export function lowerOf(shown: Section): LowerSection | undefined {
  return lowerSections.find((section) => section === shown);
}
