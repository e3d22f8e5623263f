import { lengthFields } from '../../comparison/fields';
import { choiceOf, integerOf, type Chapter } from '../types';
import { countsOf, HUNDRED_KERNELS, kinds, networkOf, outputOf } from './connections';
import { kindOf, settingFields } from './fields';
import { Picture } from './Picture';

const { kernel, kernels, channels, size } = HUNDRED_KERNELS;
const output = outputOf(HUNDRED_KERNELS);
const shared = countsOf('shared', HUNDRED_KERNELS).weights;
const local = countsOf('local', HUNDRED_KERNELS).weights;

/** Sharing weights. */
export const sharing: Chapter = {
  id: 'sharing',
  fields: [...settingFields, { kind: 'choice', name: 'connection', choices: kinds, default: 'shared' }, ...lengthFields],
  prediction: {
    // The depth forgotten; right; one for each value; weights that are not shared.
    answers: [shared / channels, shared, output.height * output.width * kernels, local].map(String),
    right: () => String(shared),
    figures: () => ({ kernel, kernels, channels, size, side: output.height, shared, local }),
  },
  network: (state) => networkOf(kindOf(choiceOf(state, 'connection')), integerOf(state, 'kernel')),
  papers: [
    {
      title: 'Backpropagation Applied to Handwritten Zip Code Recognition',
      where: 'Y. LeCun, B. Boser, J. S. Denker, D. Henderson, R. E. Howard, W. Hubbard, L. D. Jackel, Neural Computation 1(4), 1989',
      url: 'https://doi.org/10.1162/neco.1989.1.4.541',
    },
    {
      title: 'DeepFace: Closing the Gap to Human-Level Performance in Face Verification',
      where: 'Y. Taigman, M. Yang, M. Ranzato, L. Wolf, CVPR 2014: layers that do not share',
      url: 'https://doi.org/10.1109/CVPR.2014.220',
    },
  ],
  Picture,
};
