// What an adapter reaches when it does nothing but read and write memory: the slope of the roofline.
// An invocation scales COUNT / STEP vectors, neighbours on neighbouring ones.

@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> scaled: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  for (var at = invocation.x; at < COUNT; at += STEP) {
    scaled[at] = source[at] * 0.5;
  }
}
