import enFrame from './en/learn.json';
import enComparison from './en/learn/comparison.json';
import enDepth from './en/learn/depth.json';
import enLocal from './en/learn/local.json';
import enSharing from './en/learn/sharing.json';
import zhFrame from './zh/learn.json';
import zhComparison from './zh/learn/comparison.json';
import zhDepth from './zh/learn/depth.json';
import zhLocal from './zh/learn/local.json';

/** The words of Learn: those of its frame, and each chapter's under its name. */
export const enLearn = { ...enFrame, local: enLocal };
export const zhLearn = { ...zhFrame, local: zhLocal };
