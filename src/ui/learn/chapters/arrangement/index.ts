import { model } from '../../../../engine/graph/spec';
import type { Chapter } from '../types';
import { exactSize, layerOf, stripNode, strips } from './arithmetic';
import { fields, slidingOf } from './fields';
import { Picture } from './Picture';

/** What is asked for: the strip of six at a stride of 2. */
const asked = stripNode(strips.six, 2, 0);
const others = [stripNode(strips.six, 2, 'same'), stripNode(strips.six, 1, 0)];

/** Kernel size, depth, stride and padding. */
export const arrangement: Chapter = {
  id: 'arrangement',
  fields,
  prediction: {
    answers: [asked, ...others].map(({ output }) => String(output.width)),
    right: () => String(asked.output.width),
    figures: () => ({
      length: asked.input.width,
      kernel: asked.window?.kernel ?? 0,
      stride: asked.window?.stride ?? 0,
      exact: exactSize(asked),
    }),
  },
  network: (state) => model([layerOf(slidingOf(state)), { type: 'relu' }, { type: 'flatten' }, { type: 'dense', units: 10 }]),
  papers: [
    {
      title: 'A guide to convolution arithmetic for deep learning',
      where: 'V. Dumoulin, F. Visin, 2016',
      url: 'https://arxiv.org/abs/1603.07285',
    },
    {
      title: 'A Convolutional Neural Network for Modelling Sentences',
      where: 'N. Kalchbrenner, E. Grefenstette, P. Blunsom, ACL 2014: narrow and wide convolution',
      url: 'https://arxiv.org/abs/1404.2188',
    },
  ],
  Picture,
};
