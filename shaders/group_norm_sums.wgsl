// Sums of dy, and of dy times the normalised input, of each channel of each picture: four channels an invocation.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
@group(0) @binding(2) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(3) var<storage, read_write> sums: array<Sums>; // [picture][vector of channels]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * IN_C4) { return; }
  let first = index / IN_C4 * POSITIONS * IN_C4 + index % IN_C4;
  let groups = groupsOf(index / IN_C4, index % IN_C4);
  let means = vec4f(statistics[groups.x].mean, statistics[groups.y].mean, statistics[groups.z].mean, statistics[groups.w].mean);
  let scales = vec4f(statistics[groups.x].scale, statistics[groups.y].scale, statistics[groups.z].scale, statistics[groups.w].scale);
  var all = Sums();
  for (var position = 0u; position < POSITIONS; position++) {
    let gradient = load(dy[first + position * IN_C4]);
    all.bias += gradient;
    all.weight += gradient * (load(x[first + position * IN_C4]) - means);
  }
  sums[index] = Sums(all.bias, all.weight * scales);
}
