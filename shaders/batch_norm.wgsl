// y = γ · (x − mean) / √(variance + ε) + β for each channel, γ being 1 where nothing scales (SCALE); zero for pictures past the end of a batch that is not full.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
@group(0) @binding(2) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(3) var<storage, read> weight: array<Stored>;
@group(0) @binding(4) var<storage, read> bias: array<Stored>;
@group(0) @binding(5) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  let group = at % IN_C4;
  let found = statistics[group];
  var value = (load(x[at]) - found.mean) * found.scale;
  if (SCALE != 0) { value *= load(weight[group]); }
  value += load(bias[group]);
  if (RELU != 0) { value = rectified(value); }
  y[at] = stored(select(vec4f(), value, at < step.pictures * POSITIONS * IN_C4));
}
