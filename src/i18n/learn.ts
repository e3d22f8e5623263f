import enFrame from './en/learn.json';
import enActivation from './en/learn/activation.json';
import enArrangement from './en/learn/arrangement.json';
import enCost from './en/learn/cost.json';
import enLocal from './en/learn/local.json';
import zhFrame from './zh/learn.json';
import zhActivation from './zh/learn/activation.json';
import zhArrangement from './zh/learn/arrangement.json';
import zhCost from './zh/learn/cost.json';
import zhLocal from './zh/learn/local.json';

/** The words of Learn: those of its frame, and each chapter's under its name. */
export const enLearn = { ...enFrame, local: enLocal, arrangement: enArrangement, activation: enActivation, cost: enCost };
export const zhLearn = { ...zhFrame, local: zhLocal, arrangement: zhArrangement, activation: zhActivation, cost: zhCost };
