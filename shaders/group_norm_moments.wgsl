// Mean and squared deviations of each channel of each picture, four channels an invocation.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> moments: array<Moments>; // [picture][vector of channels]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * IN_C4) { return; }
  let first = index / IN_C4 * POSITIONS * IN_C4 + index % IN_C4;
  // Around the first value, beside which no digits are lost to a mean that is far from zero.
  let origin = load(x[first]);
  var sum = vec4f();
  for (var position = 1u; position < POSITIONS; position++) { sum += load(x[first + position * IN_C4]) - origin; }
  let mean = origin + sum / f32(POSITIONS);
  var squares = vec4f();
  for (var position = 0u; position < POSITIONS; position++) {
    let deviation = load(x[first + position * IN_C4]) - mean;
    squares += deviation * deviation;
  }
  moments[index] = Moments(mean, squares);
}
