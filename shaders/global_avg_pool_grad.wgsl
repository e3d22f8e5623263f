// Gradient of the mean over a picture with respect to its values: each has the same share of it.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(1) var<storage, read> activated: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  var share = load(dy[at / (POSITIONS * IN_C4) * IN_C4 + at % IN_C4]) / f32(POSITIONS);
  if (MASK != 0) { share = masked(share, load(activated[at])); }
  dx[at] = stored(share);
}
