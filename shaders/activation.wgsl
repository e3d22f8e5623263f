// An activation function of shaders/lib/activations.wgsl.
// What the function makes of zero must not get into channels that fill no group: of each PERIOD groups of four, CHANNELS
// channels are there. (A picture that was made a vector has its groups once for each position.)

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  let given = load(x[at]);
  var value = select(activation(given), given, isNan(given));
  if (CHANNELS % 4 != 0) { value = select(vec4f(), value, at % PERIOD * 4 + vec4u(0, 1, 2, 3) < vec4u(CHANNELS)); }
  y[at] = stored(value);
}
