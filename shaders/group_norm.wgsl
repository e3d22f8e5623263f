// y = γ · (x − mean) / √(variance + ε) + β, by the statistics of the picture's own groups; γ is 1 and β is 0 where there are no weights (AFFINE).

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(2) var<storage, read> weight: array<Stored>;
@group(0) @binding(3) var<storage, read> bias: array<Stored>;
@group(0) @binding(4) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  let vector = at % IN_C4;
  var value = normalised(load(x[at]), groupsOf(at / (POSITIONS * IN_C4), vector));
  if (AFFINE != 0) { value = value * load(weight[vector]) + load(bias[vector]); }
  if (RELU != 0) { value = rectified(value); }
  y[at] = stored(select(vec4f(), value, isThere(vector)));
}

fn normalised(values: vec4f, groups: vec4u) -> vec4f {
  let means = vec4f(statistics[groups.x].mean, statistics[groups.y].mean, statistics[groups.z].mean, statistics[groups.w].mean);
  return (values - means) * vec4f(statistics[groups.x].scale, statistics[groups.y].scale, statistics[groups.z].scale, statistics[groups.w].scale);
}
