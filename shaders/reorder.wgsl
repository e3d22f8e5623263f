// A flattened picture lies [position][channel]. Brings its values into the order in which they are counted,
// [channel][position], or, for the gradient, back (BACK). PADDED is how many channels a position has with its padding.
// What lies behind the CHANNELS of the values is zero: a tensor of one position may so be given more channels, and back fewer.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * OUT_C4) { return; }
  let picture = at / OUT_C4;
  var values = vec4f();
  for (var lane = 0u; lane < 4; lane++) {
    let place = at % OUT_C4 * 4 + lane;
    let channel = select(place / POSITIONS, place % PADDED, BACK != 0);
    let position = select(place % POSITIONS, place / PADDED, BACK != 0);
    let source = select(position * PADDED + channel, channel * POSITIONS + position, BACK != 0);
    if (channel < CHANNELS) { values[lane] = load(x[picture * IN_C4 + source / 4])[source % 4]; }
  }
  y[at] = stored(values);
}
