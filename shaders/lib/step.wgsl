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
}

struct Pick {
  // Which of the chunks the picture lies in, and its first word there.
  chunk: u32,
  start: u32,
  label: u32,
  // Flip, shift and padding, and the square that is cut out: see src/engine/augmentation.ts.
  motion: u32,
  square: u32,
  // Values from 0 to 1 become contrast · value + grey, then brightness · value, each clamped to that range.
  contrast: f32,
  grey: f32,
  brightness: f32,
}
