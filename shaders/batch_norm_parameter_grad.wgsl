// Gradients of batch normalisation with respect to γ and β: the sums of shaders/batch_norm_sums.wgsl added up.
// LANES invocations share a group of channels: each adds every LANES-th part, then the first adds what they have.

@group(0) @binding(0) var<storage, read> sums: array<Sums>; // [split][channel group]
@group(0) @binding(1) var<storage, read_write> dweight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> dbias: array<vec4f>;

var<workgroup> parts: array<Sums, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  let group = at / LANES;
  let lane = at % LANES;
  var all = Sums();
  if (group < IN_C4) {
    for (var split = lane; split < SPLITS; split += LANES) {
      let part = sums[split * IN_C4 + group];
      all.bias += part.bias;
      all.weight += part.weight;
    }
  }
  parts[local] = all;
  workgroupBarrier();
  if (lane != 0 || group >= IN_C4) { return; }
  for (var other = 1u; other < LANES; other++) {
    all.bias += parts[local + other].bias;
    all.weight += parts[local + other].weight;
  }
  dweight[group] = all.weight;
  dbias[group] = all.bias;
}
