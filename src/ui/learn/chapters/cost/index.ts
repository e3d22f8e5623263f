import { buildGraph } from '../../../../engine/graph/graph';
import { choiceOf, type Chapter } from '../types';
import { costsOf, leaderIn, sharesByType } from './costs';
import { FIRST_NETWORK, networkNamed, networks } from './networks';
import { Picture } from './Picture';

/** What is asked is what the chapter opens with. */
const asked = costsOf(buildGraph(networkNamed(FIRST_NETWORK)));
const shareOf = (type: string, figure: 'parameters' | 'multiplyAdds') => Math.round(100 * (sharesByType(asked, figure).get(type) ?? NaN));

/** Parameters against multiply-adds against measured time, layer by layer. */
export const cost: Chapter = {
  id: 'cost',
  fields: [{ kind: 'choice', name: 'network', choices: Object.keys(networks), default: FIRST_NETWORK }],
  prediction: {
    // The type of layer with most parameters, then the one with most multiply-adds.
    answers: ['conv2dConv2d', 'conv2dDense', 'denseConv2d', 'denseDense'],
    right: () => {
      const [first, then] = [leaderIn(asked, 'parameters'), leaderIn(asked, 'multiplyAdds')];
      return `${first}${then.slice(0, 1).toUpperCase()}${then.slice(1)}`;
    },
    figures: () => ({ parameters: shareOf('dense', 'parameters'), multiplyAdds: shareOf('conv2d', 'multiplyAdds') }),
  },
  network: (state) => networkNamed(choiceOf(state, 'network')),
  papers: [
    {
      title: 'Gradient-based learning applied to document recognition',
      where: 'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Proceedings of the IEEE 86(11), 1998',
      url: 'https://doi.org/10.1109/5.726791',
    },
    {
      title: 'One weird trick for parallelizing convolutional neural networks',
      where: 'A. Krizhevsky, arXiv, 2014',
      url: 'https://arxiv.org/abs/1404.5997',
    },
  ],
  Picture,
};
