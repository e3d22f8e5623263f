// Gradient of batch normalisation with respect to its input, from the sums over the batch that are also the gradients of γ and β
// (Ioffe and Szegedy, arXiv 1502.03167): dx = γ / √(variance + ε) · (dy − (Σ dy + x̂ · Σ dy x̂) / N) over N values a channel,
// γ being 1 where nothing scales (SCALE).
// Outside training the statistics are constants, and no sum comes in.
// Pictures past the end of a batch that is not full have part in no sum, and get no gradient.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(3) var<storage, read> weight: array<Stored>;
@group(0) @binding(4) var<storage, read> dweight: array<vec4f>;
@group(0) @binding(5) var<storage, read> dbias: array<vec4f>;
// Where a ReLU made it, the gradient is masked by it as well.
@group(0) @binding(6) var<storage, read> x: array<Stored>;
@group(0) @binding(7) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  let rows = step.pictures * POSITIONS;
  let group = at % IN_C4;
  let found = statistics[group];
  let value = load(x[at]);
  let normalised = (value - found.mean) * found.scale;
  let correction = (dbias[group] + normalised * dweight[group]) / f32(rows);
  var gradient = found.scale * (load(dy[at]) - select(vec4f(), correction, step.training != 0));
  if (SCALE != 0) { gradient *= load(weight[group]); }
  if (MASK != 0) { gradient = masked(gradient, value); }
  dx[at] = stored(select(vec4f(), gradient, at < rows * IN_C4));
}
