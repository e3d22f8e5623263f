import enFrame from './en/learn.json';
import enActivation from './en/learn/activation.json';
import enArrangement from './en/learn/arrangement.json';
import enComparison from './en/learn/comparison.json';
import enCost from './en/learn/cost.json';
import enDepth from './en/learn/depth.json';
import enLocal from './en/learn/local.json';
import enPooling from './en/learn/pooling.json';
import enSharing from './en/learn/sharing.json';
import enTopology from './en/learn/topology.json';
import zhFrame from './zh/learn.json';
import zhActivation from './zh/learn/activation.json';
import zhArrangement from './zh/learn/arrangement.json';
import zhComparison from './zh/learn/comparison.json';
import zhCost from './zh/learn/cost.json';
import zhDepth from './zh/learn/depth.json';
import zhLocal from './zh/learn/local.json';
import zhPooling from './zh/learn/pooling.json';
import zhSharing from './zh/learn/sharing.json';
import zhTopology from './zh/learn/topology.json';

/** The words of Learn: those of its frame, each chapter's under its name, and those of training networks against each other. */
export const enLearn = {
  ...enFrame,
  local: enLocal,
  arrangement: enArrangement,
  sharing: enSharing,
  activation: enActivation,
  pooling: enPooling,
  topology: enTopology,
  cost: enCost,
  depth: enDepth,
  comparison: enComparison,
};
export const zhLearn = {
  ...zhFrame,
  local: zhLocal,
  arrangement: zhArrangement,
  sharing: zhSharing,
  activation: zhActivation,
  pooling: zhPooling,
  topology: zhTopology,
  cost: zhCost,
  depth: zhDepth,
  comparison: zhComparison,
};
