// Gradient of a PReLU with respect to its input.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
@group(0) @binding(2) var<storage, read> slopes: array<Stored>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  let slope = load(slopes[at % GROUPS]);
  dx[at] = stored(load(dy[at]) * select(select(slope, slope.xxxx, vec4<bool>(ONE == 1)), vec4f(1), load(x[at]) > vec4f()));
}
