import enFrame from './en/learn.json';
import enLocal from './en/learn/local.json';
import zhFrame from './zh/learn.json';
import zhLocal from './zh/learn/local.json';

/** The words of Learn: those of its frame, and each chapter's under its name. */
export const enLearn = { ...enFrame, local: enLocal };
export const zhLearn = { ...zhFrame, local: zhLocal };
