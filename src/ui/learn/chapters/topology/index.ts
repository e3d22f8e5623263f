import { patternActivations } from '../../../../engine/graph/pattern';
import type { Chapter } from '../types';
import { Picture } from './Picture';
import { ASKED, prediction } from './prediction';
import { patternOf, topologyOf } from './topology';

/** The last convolution of the network that is asked about: the picture, two convolutions and a pool lie before its pair. */
const LAST_CONVOLUTION = 5;

/** The whole topology. */
export const topology: Chapter = {
  id: 'topology',
  fields: [
    { kind: 'integer', name: 'm', min: 1, max: 4, default: ASKED.m },
    { kind: 'integer', name: 'n', min: 0, max: 6, default: ASKED.n },
    { kind: 'integer', name: 'k', min: 1, max: 3, default: ASKED.k },
    { kind: 'integer', name: 'kernel', min: 1, max: 7, default: ASKED.kernel },
    // Doubled five times, as many as the engine takes.
    { kind: 'integer', name: 'filters', min: 1, max: 32, default: 16 },
    { kind: 'choice', name: 'activation', choices: patternActivations, default: ASKED.activation },
    { kind: 'choice', name: 'pool', choices: ['yes', 'no'], default: 'yes' },
    { kind: 'choice', name: 'padding', choices: ['same', 'valid'], default: ASKED.padding },
    { kind: 'integer', name: 'layer', min: 0, max: 40, default: LAST_CONVOLUTION },
  ],
  prediction,
  network: (state) => topologyOf(patternOf(state)).spec,
  papers: [
    {
      title: 'Gradient-Based Learning Applied to Document Recognition',
      where: 'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Proceedings of the IEEE 86(11), 1998',
      url: 'https://doi.org/10.1109/5.726791',
    },
    {
      title: 'Very Deep Convolutional Networks for Large-Scale Image Recognition',
      where: 'K. Simonyan, A. Zisserman, ICLR 2015, arXiv 1409.1556',
      url: 'https://arxiv.org/abs/1409.1556',
    },
    {
      title: 'Understanding the Effective Receptive Field in Deep Convolutional Neural Networks',
      where: 'W. Luo, Y. Li, R. Urtasun, R. Zemel, NIPS 2016, arXiv 1701.04128',
      url: 'https://arxiv.org/abs/1701.04128',
    },
  ],
  Picture,
};
