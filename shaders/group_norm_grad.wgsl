// Gradient with respect to the input: dx = (γ dy − mean(γ dy) − x̂ · mean(γ dy x̂)) / √(variance + ε), the means being those of the
// picture's own group; γ is 1 where there are no weights (AFFINE).

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(2) var<storage, read> weight: array<Stored>;
@group(0) @binding(3) var<storage, read> means: array<Means>;
// Where a ReLU made it, the gradient is masked by it as well.
@group(0) @binding(4) var<storage, read> x: array<Stored>;
@group(0) @binding(5) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  let vector = at % IN_C4;
  let groups = groupsOf(at / (POSITIONS * IN_C4), vector);
  let value = load(x[at]);
  var gradient = load(dy[at]);
  if (AFFINE != 0) { gradient *= load(weight[vector]); }
  var result = vec4f();
  //% for c in 4
  {
    let found = statistics[groups[$c]];
    let its = means[groups[$c]];
    result[$c] = found.scale * (gradient[$c] - its.gradient - (value[$c] - found.mean) * found.scale * its.product);
  }
  //% end
  if (MASK != 0) { result = masked(result, value); }
  dx[at] = stored(select(vec4f(), result, isThere(vector)));
}
