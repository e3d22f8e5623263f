// Mean of each channel over a whole picture, four channels an invocation.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * IN_C4) { return; }
  let first = at / IN_C4 * POSITIONS * IN_C4 + at % IN_C4;
  var sum = vec4f();
  for (var position = 0u; position < POSITIONS; position++) { sum += load(x[first + position * IN_C4]); }
  y[at] = stored(sum / f32(POSITIONS));
}
