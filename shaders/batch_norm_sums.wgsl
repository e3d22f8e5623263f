// Way back of batch normalisation: sums of dy, and of dy times the normalised input, for each channel over each part of the batch.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read> x: array<Stored>;
@group(0) @binding(3) var<storage, read> statistics: array<Statistics>;
@group(0) @binding(4) var<storage, read_write> sums: array<Sums>; // [split][channel group]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (first >= SPLITS * IN_C4) { return; }
  let found = statistics[first % IN_C4];
  let end = step.pictures * POSITIONS * IN_C4;
  var all = Sums();
  for (var at = first; at < end; at += SPLITS * IN_C4) {
    let gradient = load(dy[at]);
    all.bias += gradient;
    all.weight += gradient * (load(x[at]) - found.mean);
  }
  sums[first] = Sums(all.bias, all.weight * found.scale);
}
