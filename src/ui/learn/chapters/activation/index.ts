import { choiceOf, type Chapter } from '../types';
import { activationOf, fields } from './fields';
import { steepestSlope } from './functions';
import { Picture } from './Picture';
import { DEPTH, tower } from './tower';

/** The chapter asks after this one. */
const steepest = steepestSlope({ type: 'sigmoid' });
const right = Math.round(steepest ** -DEPTH);

/** Curves, slopes, and what becomes of gradients through ten layers. */
export const activation: Chapter = {
  id: 'activation',
  fields,
  prediction: {
    answers: [1 / steepest, DEPTH / steepest, steepest ** (-DEPTH / 2), right].map((factor) => String(Math.round(factor))),
    right: () => String(right),
    figures: () => ({ depth: DEPTH, steepest, right }),
  },
  network: (state) => tower(activationOf(state), choiceOf(state, 'init')),
  papers: [
    {
      title: 'Learning long-term dependencies with gradient descent is difficult',
      where: 'Y. Bengio, P. Simard, P. Frasconi, IEEE Transactions on Neural Networks 5(2), 1994',
      url: 'https://doi.org/10.1109/72.279181',
    },
    {
      title: 'Understanding the difficulty of training deep feedforward neural networks',
      where: 'X. Glorot, Y. Bengio, AISTATS, 2010',
      url: 'https://proceedings.mlr.press/v9/glorot10a.html',
    },
    {
      title: 'Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification',
      where: 'K. He, X. Zhang, S. Ren, J. Sun, ICCV, 2015',
      url: 'https://arxiv.org/abs/1502.01852',
    },
  ],
  Picture,
};
