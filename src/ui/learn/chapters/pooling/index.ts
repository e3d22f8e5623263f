import { model } from '../../../../engine/graph/spec';
import { integerOf, type Chapter } from '../types';
import { KERNELS, MOST_SHIFT, poolingLayers } from './arithmetic';
import { Picture } from './Picture';
import { ASKED, prediction } from './prediction';

const FILTERS = 16;

/** Pooling. */
export const pooling: Chapter = {
  id: 'pooling',
  fields: [
    { kind: 'integer', name: 'picture', min: 1, max: 100, default: 33 },
    { kind: 'choice', name: 'kernel', choices: Object.keys(KERNELS), default: ASKED.kernel },
    { kind: 'integer', name: 'window', min: 2, max: 4, default: ASKED.window },
    { kind: 'integer', name: 'stride', min: 1, max: 4, default: ASKED.stride },
    { kind: 'integer', name: 'across', min: -MOST_SHIFT, max: MOST_SHIFT, default: ASKED.across },
    { kind: 'integer', name: 'down', min: -MOST_SHIFT, max: MOST_SHIFT, default: ASKED.down },
  ],
  prediction,
  network: (state) =>
    model([
      ...poolingLayers(FILTERS, 'max', { window: integerOf(state, 'window'), stride: integerOf(state, 'stride') }),
      { type: 'flatten' },
      { type: 'dense', units: 10 },
    ]),
  papers: [
    {
      title: 'Evaluation of Pooling Operations in Convolutional Architectures for Object Recognition',
      where: 'D. Scherer, A. Müller, S. Behnke, ICANN 2010',
      url: 'https://doi.org/10.1007/978-3-642-15825-4_10',
    },
    {
      title: 'Making Convolutional Networks Shift-Invariant Again',
      where: 'R. Zhang, ICML 2019, arXiv 1904.11486',
      url: 'https://arxiv.org/abs/1904.11486',
    },
  ],
  Picture,
};
