// Gradient of an activation function of shaders/lib/activations.wgsl with respect to its input.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
// The function's output, or its input where that does not tell the derivative.
@group(0) @binding(1) var<storage, read> known: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  dx[at] = stored(load(dy[at]) * derivative(load(known[at])));
}
