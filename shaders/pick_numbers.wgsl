// Picks words out of a buffer, so that a few of many can be read back at once: for the proof of a run.

@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> picked: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&places)) { picked[id.x] = source[places[id.x]]; }
}
