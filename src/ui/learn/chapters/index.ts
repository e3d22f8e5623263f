import { local } from './local';
import type { Chapter } from './types';

/** Every chapter, in the order in which they are read. */
export const chapters: readonly Chapter[] = [local];
