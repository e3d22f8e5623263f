// Turns the bytes of a batch (NCHW, four to a word) into normalised activations: (byte / 255 − mean) / deviation.
// An invocation makes four channels of one position. Pictures past the end of a batch that is not full become zeros.

struct Step {
  pictures: u32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
}

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> bytes: array<u32>;
@group(0) @binding(2) var<storage, read> normalisation: array<vec2f>; // (mean, deviation) of each channel
@group(0) @binding(3) var<storage, read_write> x: array<vec4f>;

fn value(picture: u32, channel: u32, position: u32) -> f32 {
  if (channel >= CHANNELS || picture >= step.pictures) { return 0.0; }
  let at = (picture * CHANNELS + channel) * POSITIONS + position;
  let byte = (bytes[at / 4] >> (8 * (at % 4))) & 0xff;
  let stats = normalisation[channel];
  return (f32(byte) / 255.0 - stats.x) / stats.y;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * POSITIONS * IN_C4) { return; }
  let channel = at % IN_C4 * 4;
  let position = at / IN_C4 % POSITIONS;
  let picture = at / (IN_C4 * POSITIONS);
  x[at] = vec4f(
    value(picture, channel, position),
    value(picture, channel + 1, position),
    value(picture, channel + 2, position),
    value(picture, channel + 3, position),
  );
}
