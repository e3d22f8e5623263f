import { choiceOf, integerOf, type Chapter } from '../types';
import { connectionsOf, kindOf, networkOf } from './connections';
import { Picture } from './Picture';

/** What is asked for: a receptive field of 5 × 5 on a picture in three colours. */
const KERNEL = 5;
const DEPTH = 3;

const asked = connectionsOf('local', KERNEL, DEPTH);

/** From full to local connection. */
export const local: Chapter = {
  id: 'local',
  fields: [
    { kind: 'choice', name: 'connection', choices: ['full', 'local'], default: 'local' },
    { kind: 'integer', name: 'kernel', min: 1, max: 11, default: KERNEL },
    { kind: 'integer', name: 'depth', min: 1, max: 32, default: DEPTH },
    { kind: 'integer', name: 'row', min: 0, max: 31, default: 8 },
    { kind: 'integer', name: 'column', min: 0, max: 31, default: 10 },
  ],
  prediction: {
    answers: [connectionsOf('local', KERNEL, 1), asked, connectionsOf('full', KERNEL, DEPTH)].map(({ ofNeuron }) => String(ofNeuron)),
    right: () => String(asked.ofNeuron),
    figures: () => ({ kernel: asked.kernel.height, depth: asked.kernel.channels, weights: asked.ofNeuron }),
  },
  network: (state) => networkOf(kindOf(choiceOf(state, 'connection')), integerOf(state, 'kernel'), integerOf(state, 'depth')),
  papers: [
    {
      title: 'Receptive fields, binocular interaction and functional architecture in the cat’s visual cortex',
      where: 'D. H. Hubel, T. N. Wiesel, The Journal of Physiology 160, 1962',
      url: 'https://doi.org/10.1113/jphysiol.1962.sp006837',
    },
    {
      title: 'Neocognitron: A self-organizing neural network model for a mechanism of pattern recognition unaffected by shift in position',
      where: 'K. Fukushima, Biological Cybernetics 36, 1980',
      url: 'https://doi.org/10.1007/BF00344251',
    },
  ],
  Picture,
};
