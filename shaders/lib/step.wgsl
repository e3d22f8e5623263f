// What the host says of a step, and of each picture in it (src/engine/runtime/batch.ts).

struct Step {
  // Pictures in the batch; those past it are padding.
  pictures: u32,
  // 1 in a training step, 0 where the network is only asked.
  training: u32,
  // Random bits that differ from step to step.
  seed: u32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
}

struct Pick {
  // Which of the chunks the picture lies in, and its first word there.
  chunk: u32,
  start: u32,
  label: u32,
  // See src/engine/augmentation.ts.
  change: u32,
}
