import type { Prediction } from '../types';
import { fieldSteps } from './field';
import { topologyOf } from './topology';
import { defaultPattern } from '../../../network/patternPreview';

/** What is asked about, and what the chapter opens with. */
export const ASKED = { ...defaultPattern, m: 2, n: 2, kernel: 3, pool: true } as const;

const { nodes } = topologyOf(ASKED).analysis;
const steps = fieldSteps(nodes);
const last = steps.findLast(({ node }) => node.definition.group === 'convolution');
const convolutions = ASKED.m * ASKED.n;
/** As if there were no pools; as if kernels lay side by side; all of it. */
const wrong = [1 + convolutions * (ASKED.kernel - 1), convolutions * ASKED.kernel, nodes[0]?.input.height ?? 0];

export const prediction: Prediction = {
  answers: [last?.size ?? 0, ...wrong].sort((a, b) => a - b).map(String),
  right: () => String(last?.size),
  figures() {
    const { m, n, kernel } = ASKED;
    const sizes = steps.map(({ size }, index) => [`r${index + 1}`, size] as const);
    return { m, n, kernel, jump: last?.before.jump ?? 0, ...Object.fromEntries(sizes) };
  },
};
