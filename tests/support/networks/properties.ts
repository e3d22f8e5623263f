import type { GraphNode } from '../../../src/engine/graph/graph';
import type { Dispatch } from '../../../src/engine/plan/dispatch';
import type { NetworkCase } from './case';
import { isAcross, rowsOf, sizeOf, tilesOf } from './tiles';

/** An operator of a case, as one variant runs it. */
export interface Operator {
  readonly drawn: NetworkCase;
  readonly node: GraphNode;
  readonly dispatch: Dispatch;
}

/** Something that an operator, or the case that it is of, may be like. */
export interface Property {
  readonly name: string;
  /** Kinds of operators and what they make, of which it can be said: all where nothing is said. */
  readonly kinds?: readonly Kind[];
  readonly roles?: readonly Role[];
  holds(operator: Operator): boolean;
}

export type Kind = (typeof kinds)[number];
export const kinds = [
  ...(['a convolution', 'a dense layer', 'in groups', 'depthwise', 'weights not shared', 'a bias by itself'] as const),
  ...([
    'largest values',
    'means',
    'means of pictures',
    'a normalisation',
    'a ReLU by itself',
    'another function',
    'dropout',
    'a sum',
    'another order',
  ] as const),
];

export type Role = (typeof roles)[number];
export const roles = ['forward', 'gradient of the input', 'gradient of the weights'] as const;

/** Kernels whose operators are of one kind. */
const kindOfKernel: Readonly<Record<string, Kind>> = {
  ...{ biasGrad: 'a bias by itself', maxPool: 'largest values', maxPoolGrad: 'largest values', avgPool: 'means', avgPoolGrad: 'means' },
  ...{ globalAvgPool: 'means of pictures', globalAvgPoolGrad: 'means of pictures', relu: 'a ReLU by itself', reluGrad: 'a ReLU by itself' },
  ...{ activation: 'another function', activationGrad: 'another function', dropout: 'dropout', add: 'a sum', reorder: 'another order' },
};

export function kindOf(operator: Operator): Kind | undefined {
  const { kernel } = operator.dispatch;
  if (kernel.startsWith('batchNorm')) return 'a normalisation';
  if (kernel.startsWith('conv2d')) return operator.node.spec.type === 'dense' ? 'a dense layer' : 'a convolution';
  if (kernel.startsWith('grouped')) return sizeOf(operator, 'GROUP_INPUTS') * sizeOf(operator, 'GROUP_FILTERS') === 1 ? 'depthwise' : 'in groups';
  return kernel.startsWith('locally') ? 'weights not shared' : kindOfKernel[kernel];
}

function roleOf({ dispatch: { kernel, pass } }: Operator): Role {
  if (pass === 'forward') return 'forward';
  const ofWeights = ['WeightGrad', 'biasGrad', 'ParameterGrad', 'Sums'].some((ending) => kernel.endsWith(ending));
  return ofWeights ? 'gradient of the weights' : 'gradient of the input';
}

/** Operators that several variants can run: what meets in them is to meet in each of these. */
export const MATRICES: readonly Kind[] = ['a convolution', 'a dense layer'];

const WINDOWED: readonly Kind[] = ['a convolution', 'in groups', 'depthwise', 'weights not shared'];
const POOLING: readonly Kind[] = ['largest values', 'means'];
const WEIGHING: readonly Kind[] = [...WINDOWED, 'a dense layer'];
const OF_WEIGHTS: readonly Role[] = ['gradient of the weights'];
const NOT_OF_WEIGHTS: readonly Role[] = ['forward', 'gradient of the input'];

/** What operators of a kind make. */
function rolesOf(kind: Kind): readonly Role[] {
  if (kind === 'a bias by itself') return OF_WEIGHTS;
  return WEIGHING.includes(kind) || kind === 'a normalisation' ? roles : NOT_OF_WEIGHTS;
}

const only = (kinds: readonly Kind[], ways: Readonly<Record<string, Property['holds']>>, roles?: readonly Role[]): readonly Property[] =>
  Object.entries(ways).map(([name, said]) => {
    const holds = (operator: Operator) => {
      const kind = kindOf(operator);
      return kind !== undefined && kinds.includes(kind) && (!roles || roles.includes(roleOf(operator))) && said(operator);
    };
    return { name, kinds, ...(roles ? { roles } : {}), holds };
  });

const side = (operator: Operator) => Math.sign(sizeOf(operator, 'OUT_H') - sizeOf(operator, 'IN_H'));
const isUnit = (operator: Operator) => sizeOf(operator, 'STRIDE') === 1;
const reach = (operator: Operator) => Math.sign(sizeOf(operator, 'STRIDE') - sizeOf(operator, 'KERNEL'));
const zeros = ({ node: { window } }: Operator) => (window ? [window.before.rows, window.after.rows, window.before.columns, window.after.columns] : []);
const isUneven = ({ node: { window } }: Operator) =>
  window !== undefined && (window.before.rows !== window.after.rows || window.before.columns !== window.after.columns);
const isWithin =
  (list: string) =>
  ({ node }: Operator) =>
    node.path.includes(`.${list}[`);
const splits = (operator: Operator) => sizeOf(operator, 'SPLITS');

/** Families of properties that exclude one another: those that have to do with how an operator is cut into tiles and splits. */
export const tilingFamilies: readonly (readonly Property[])[] = [
  kinds.map((kind) => ({ name: kind, kinds: [kind], roles: rolesOf(kind), holds: (operator) => kindOf(operator) === kind })),
  roles.map((role) => ({ name: role, roles: [role], holds: (operator) => roleOf(operator) === role })),
  [
    ...only(WINDOWED, {
      'stride 1, smaller output': (operator) => isUnit(operator) && side(operator) < 0,
      'stride 1, same size': (operator) => isUnit(operator) && side(operator) === 0,
      'stride 1, larger output': (operator) => isUnit(operator) && side(operator) > 0,
      'a larger stride': (operator) => !isUnit(operator),
    }),
    ...only(
      POOLING,
      {
        'overlapping windows': (operator) => reach(operator) < 0,
        'windows side by side': (operator) => reach(operator) === 0,
        'windows with gaps': (operator) => reach(operator) > 0,
      },
      NOT_OF_WEIGHTS,
    ),
  ],
  only([...WINDOWED, ...POOLING], {
    'a kernel of 1': (operator) => sizeOf(operator, 'KERNEL') === 1,
    'an even kernel': (operator) => sizeOf(operator, 'KERNEL') % 2 === 0,
    'an odd kernel': (operator) => sizeOf(operator, 'KERNEL') % 2 === 1 && sizeOf(operator, 'KERNEL') > 1,
  }),
  only(['a convolution', 'in groups', 'depthwise'], { dilated: (operator) => sizeOf(operator, 'DILATION') > 1 }),
  only([...WINDOWED, ...POOLING], {
    'no padding': (operator) => zeros(operator).every((count) => count === 0),
    'even padding': (operator) => zeros(operator).some((count) => count > 0) && !isUneven(operator),
    'uneven padding': isUneven,
  }),
  [{ name: 'a tail of channels', holds: ({ node }) => node.input.channels % 4 !== 0 }],
  only(WEIGHING, { 'a tail of filters': ({ node }) => node.output.channels % 4 !== 0 }),
  only(WEIGHING, { 'a tail of neighbours': (operator) => tilesOf(operator).neighbours.some(({ count, tile }) => count % tile !== 0) }),
  only(MATRICES, { 'a tail of groups': (operator) => tilesOf(operator).groups.some(({ count, tile }) => count % tile !== 0) }),
  [
    ...only(
      [...WEIGHING, 'a bias by itself'],
      { 'one sum': (operator) => splits(operator) === 1, 'several sums': (operator) => splits(operator) > 1 && !isAcross(operator) },
      OF_WEIGHTS,
    ),
    ...only(
      ['a convolution', 'in groups', 'depthwise', 'a bias by itself'],
      { 'splits across pictures': (operator) => splits(operator) > 1 && isAcross(operator) },
      OF_WEIGHTS,
    ),
  ],
  only([...WEIGHING, 'a bias by itself'], { 'a tail of rows': (operator) => rowsOf(operator) % sizeOf(operator, 'ROWS') !== 0 }, OF_WEIGHTS),
  only([...WEIGHING, 'a normalisation', 'a sum'], { 'ReLU in passing': (operator) => sizeOf(operator, 'RELU') === 1 }, ['forward']),
  only([...WEIGHING, ...POOLING, 'means of pictures', 'a normalisation', 'a sum', 'dropout'], { masked: (operator) => sizeOf(operator, 'MASK') === 1 }, [
    'gradient of the input',
  ]),
];

/** Those of the layer and of the case, whatever the variant. */
export const otherFamilies: readonly (readonly Property[])[] = [
  only(WEIGHING, { 'no bias': ({ node }) => node.options['bias'] === false }),
  only(WEIGHING, { frozen: ({ node }) => node.options['frozen'] === true }, NOT_OF_WEIGHTS),
  only(['a normalisation'], { 'no scale': ({ node }) => node.options['scale'] === false }),
  [
    { name: 'in a block', holds: isWithin('layers') },
    { name: 'in a shortcut', holds: isWithin('shortcut') },
  ],
  [{ name: 'of a vector', holds: ({ node }) => node.input.height * node.input.width === 1 }],
  [
    { name: 'one picture', holds: ({ drawn }) => drawn.batch === 1 },
    { name: 'a full batch', holds: ({ drawn }) => drawn.batch > 1 && drawn.pictures === drawn.batch },
    { name: 'a batch that is not full', holds: ({ drawn }) => drawn.pictures < drawn.batch },
  ],
];
