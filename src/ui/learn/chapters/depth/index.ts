import { buildGraph } from '../../../../engine/graph/graph';
import { lengthFields } from '../../comparison/fields';
import { choiceOf, integerOf, type Chapter } from '../types';
import { networkFields } from './fields';
import { networkNamed, networkOf, sizeNamed } from './networks';
import { Picture } from './Picture';

/** Those that are asked about: the presets. */
const wide = buildGraph(networkOf('wide', 'large', 1));
const deep = buildGraph(networkOf('deep', 'large', 1));
/** Closer than this, they need the same. */
const SAME = 0.05;

function needsMore(): 'wide' | 'deep' | 'same' {
  const ratio = deep.multiplyAdds / wide.multiplyAdds;
  if (Math.abs(ratio - 1) < SAME) return 'same';
  return ratio > 1 ? 'deep' : 'wide';
}

/** Deeper or wider? */
export const depth: Chapter = {
  id: 'depth',
  fields: [...networkFields, ...lengthFields],
  prediction: {
    answers: ['wide', 'deep', 'same'],
    right: needsMore,
    figures: () => ({
      ...{ wideParameters: wide.parameterCount, deepParameters: deep.parameterCount },
      ...{ wideWork: wide.multiplyAdds, deepWork: deep.multiplyAdds },
    }),
  },
  network: (state) => networkOf(networkNamed(choiceOf(state, 'network')), sizeNamed(choiceOf(state, 'size')), integerOf(state, 'blocks')),
  papers: [
    {
      title: 'Deep Residual Learning for Image Recognition',
      where: 'K. He, X. Zhang, S. Ren, J. Sun, CVPR 2016',
      url: 'https://arxiv.org/abs/1512.03385',
    },
    {
      title: 'Very Deep Convolutional Networks for Large-Scale Image Recognition',
      where: 'K. Simonyan, A. Zisserman, ICLR 2015',
      url: 'https://arxiv.org/abs/1409.1556',
    },
    {
      title: 'Wide Residual Networks',
      where: 'S. Zagoruyko, N. Komodakis, BMVC 2016',
      url: 'https://arxiv.org/abs/1605.07146',
    },
  ],
  Picture,
};
