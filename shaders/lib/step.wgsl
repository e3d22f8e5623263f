// What the host says of a step, and of each picture in it (src/engine/runtime/batch.ts).

struct Step {
  // Pictures in the batch; those past it are padding.
  pictures: u32,
  // 1 in a training step, 0 where the network is only asked.
  training: u32,
  // Random bits that differ from step to step.
  seed: u32,
  // Mixup: a picture's partner lies so many places further, around the end of the batch, and has this share of the two.
  partner: u32,
  partnerShare: f32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
  // Weight decay of tensors of one dimension: biases and norms.
  vectorDecay: f32,
  // 1 where momentum looks ahead.
  nesterov: u32,
  // Share of the newest in the running means of gradients and of their squares: 1 − β₁, 1 − β₂.
  gain1: f32,
  gain2: f32,
  // 1 / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ) at update t.
  correction1: f32,
  correction2: f32,
  epsilon: f32,
  // The longest that all gradients together may be; 0 for any.
  clipNorm: f32,
  labelSmoothing: f32,
  // Share of the newest weights in their running mean.
  averageGain: f32,
  // Pictures of all batches that make the update together.
  total: u32,
  // 1 where gradients are added to those of the batches before.
  accumulating: u32,
  // What the learning rate of a normalisation's shift is multiplied by, and its weight decay divided.
  shiftRate: f32,
  // Lookahead: share by which the slow weights move to these, which then go back to them; below 0 where neither is to be.
  slowShare: f32,
}

struct Pick {
  // Which of the chunks the picture lies in, and its first word there.
  chunk: u32,
  start: u32,
  label: u32,
  // Flip, shift and padding, and the square that is cut out: see src/engine/pictures/augmentation.ts.
  motion: u32,
  square: u32,
  // Values from 0 to 1 become contrast · value + grey, then brightness · value, each clamped to that range.
  contrast: f32,
  grey: f32,
  brightness: f32,
}
