import { arrangement } from './arrangement';
import { depth } from './depth';
import { local } from './local';
import { sharing } from './sharing';
import type { Chapter } from './types';

/** Every chapter, in the order in which they are read. */
export const chapters: readonly Chapter[] = [local, arrangement, sharing, depth];
