import { f32, i32, Struct, u32, type ValuesOf } from './fields';

/** What the host says of a step. */
export const stepStruct = new Struct('Step', {
  pictures: u32('Pictures in the batch; those past it are padding.'),
  training: u32('1 in a training step, 0 where the network is only asked.'),
  seed: u32('Random bits that differ from step to step.'),
  partner: u32("Mixup: a picture's partner lies so many places further, around the end of the batch,"),
  partnerShare: f32('and has this share of the two.'),
  learningRate: f32(),
  momentum: f32(),
  weightDecay: f32(),
  vectorDecay: f32('Weight decay of tensors of one dimension: biases and norms.'),
  nesterov: u32('1 where momentum looks ahead.'),
  gain1: f32('Share of the newest in the running means of gradients and of their squares: 1 − β₁, 1 − β₂.'),
  gain2: f32(),
  correction1: f32('1 / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ) at update t.'),
  correction2: f32(),
  aheadMean: f32('NAdam: shares of the running mean of gradients and of the gradient itself, one update ahead.'),
  aheadGradient: f32(),
  epsilon: f32(),
  clipNorm: f32('The longest that all gradients together may be; 0 for any.'),
  labelSmoothing: f32(),
  averageGain: f32('Share of the newest weights in their running mean.'),
  total: u32('Pictures of all batches that make the update together.'),
  accumulating: u32('1 where gradients are added to those of the batches before.'),
  shiftRate: f32("What the learning rate of a normalisation's shift is multiplied by, and its weight decay divided."),
  slowShare: f32('Lookahead: share by which the slow weights move to these, which then go back to them; below 0 where neither is to be.'),
});

/** What the host says of a picture of the batch: where it lies, and what is done to it (src/engine/augmentation.ts). */
export const pickStruct = new Struct('Pick', {
  chunk: u32('Which of the chunks the picture lies in, and its first word there.'),
  start: u32(),
  label: u32(),
  flip: u32('1 where it is mirrored left to right.'),
  reflect: u32('1 where its mirror image comes in from beyond its border, 0 for byte 0.'),
  shiftRow: i32('Source row and column of the first pixel, before the flip.'),
  shiftColumn: i32(),
  cutRow: i32('Centre and side of the square that is cut out; a side of 0 cuts nothing.'),
  cutColumn: i32(),
  cutSize: i32(),
  contrast: f32('Values from 0 to 1 become contrast · value + grey, then brightness · value, each clamped to that range.'),
  grey: f32(),
  brightness: f32(),
});

/** The figures of a batch. */
export const metricsStruct = new Struct('Metrics', {
  lossSum: f32(),
  correct: u32(),
  broken: u32('Pictures whose loss is infinite or not a number, told by the bits.'),
  unused: u32('No buffer has fewer than 16 bytes.'),
});

/** Where a workgroup of a kernel that goes over all parameters is: in one parameter tensor, of which this says what it is. */
export const segmentStruct = new Struct('Segment', {
  parameters: u32("First vec4 of the tensor's block in the parameters, first vec4 in the gradients, vec4s of one partial sum of these."),
  gradients: u32(),
  vectors: u32(),
  partials: u32(),
  isVector: u32('1 for a bias or a norm.'),
  isOrthogonal: u32('1 where Muon makes its updates orthogonal.'),
  isShift: u32('1 for the shift of a normalisation, which has a learning rate of its own.'),
});

export type StepValues = ValuesOf<typeof stepStruct>;
export type PickValues = ValuesOf<typeof pickStruct>;
