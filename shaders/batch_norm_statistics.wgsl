// What batch normalisation takes from each channel: in training the mean of the batch and 1 / √(variance + ε), from the
// moments of its parts, which also move the running statistics; else the running statistics themselves. As PyTorch has it,
// the batch is normalised by its biased variance, and the unbiased one is kept.
// LANES invocations share a group of channels: each adds every LANES-th part, then the first adds what they have.

struct Part {
  moments: Moments,
  count: f32,
}

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> moments: array<Moments>; // [split][channel group]
@group(0) @binding(2) var<storage, read_write> runningMean: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> runningVariance: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> statistics: array<Statistics>;

var<workgroup> parts: array<Part, WORKGROUP>;

// Moments of two parts together, by Chan, Golub and LeVeque.
fn join(a: Part, b: Part) -> Part {
  if (b.count == 0) { return a; }
  let count = a.count + b.count;
  let share = b.count / count;
  let distance = b.moments.mean - a.moments.mean;
  let mean = a.moments.mean + distance * share;
  let squares = a.moments.squares + b.moments.squares + distance * distance * (a.count * share);
  return Part(Moments(mean, squares), count);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  let group = at / LANES;
  let lane = at % LANES;
  let rows = step.pictures * POSITIONS;
  var all = Part();
  if (step.training == 1 && group < IN_C4) {
    for (var split = lane; split < min(SPLITS, rows); split += LANES) {
      all = join(all, Part(moments[split * IN_C4 + group], f32((rows - split + SPLITS - 1) / SPLITS)));
    }
  }
  parts[local] = all;
  workgroupBarrier();
  if (lane != 0 || group >= IN_C4) { return; }

  if (step.training == 0) {
    statistics[group] = Statistics(runningMean[group], inverseSqrt(runningVariance[group] + EPSILON));
    return;
  }
  for (var other = 1u; other < LANES; other++) { all = join(all, parts[local + other]); }
  let mean = all.moments.mean;
  let squares = all.moments.squares;
  statistics[group] = Statistics(mean, inverseSqrt(squares / all.count + EPSILON));
  // A single value says nothing of how values spread.
  if (all.count > 1) {
    runningMean[group] = (1 - MOMENTUM) * runningMean[group] + MOMENTUM * mean;
    runningVariance[group] = (1 - MOMENTUM) * runningVariance[group] + MOMENTUM * (squares / (all.count - 1));
  }
}
