import { activation } from './activation';
import { arrangement } from './arrangement';
import { cost } from './cost';
import { depth } from './depth';
import { local } from './local';
import { pooling } from './pooling';
import { sharing } from './sharing';
import { topology } from './topology';
import type { Chapter } from './types';

/** Every chapter, in the order in which they are read. */
export const chapters: readonly Chapter[] = [local, arrangement, sharing, activation, pooling, topology, cost, depth];
