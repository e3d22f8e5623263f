// Gradients with respect to γ and β: the sums of all pictures, added in order. Four channels an invocation.

@group(0) @binding(0) var<storage, read> sums: array<Sums>;
@group(0) @binding(1) var<storage, read_write> dweight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> dbias: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let vector = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (vector >= IN_C4) { return; }
  var all = Sums();
  for (var picture = 0u; picture < BATCH; picture++) {
    let its = sums[picture * IN_C4 + vector];
    all = Sums(all.bias + its.bias, all.weight + its.weight);
  }
  dweight[vector] = select(vec4f(), all.weight, isThere(vector));
  dbias[vector] = select(vec4f(), all.bias, isThere(vector));
}
