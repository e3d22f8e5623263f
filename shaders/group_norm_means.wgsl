// Of each group of each picture: the mean of γ dy, and that of γ dy times the normalised input, from the sums of its channels.

@group(0) @binding(0) var<storage, read> sums: array<Sums>;
@group(0) @binding(1) var<storage, read> weight: array<Stored>;
@group(0) @binding(2) var<storage, read_write> means: array<Means>; // [picture][group]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * GROUPS) { return; }
  let first = index % GROUPS * SIZE;
  let start = index / GROUPS * IN_C4;
  var all = Means();
  for (var channel = first; channel < first + SIZE; channel++) {
    let its = sums[start + channel / 4];
    var factor = 1f;
    if (AFFINE != 0) { factor = load(weight[channel / 4])[channel % 4]; }
    all.gradient += factor * its.bias[channel % 4];
    all.product += factor * its.weight[channel % 4];
  }
  means[index] = Means(all.gradient / f32(SIZE * POSITIONS), all.product / f32(SIZE * POSITIONS));
}
