// PReLU: x where it is positive, else slope · x, with the slope of the value's channel, or the first of all where there is ONE.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> slopes: array<Stored>;
@group(0) @binding(2) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  let given = load(x[at]);
  let slope = load(slopes[at % GROUPS]);
  y[at] = stored(given * select(select(slope, slope.xxxx, vec4<bool>(ONE == 1)), vec4f(1), given > vec4f()));
}
