// In training, drops each value with probability THRESHOLD / 2³² and scales the rest by SCALE, so that the mean stays
// (Srivastava et al., JMLR 15, 2014; scaled as in PyTorch). The same on the way back, where the values are gradients.
// What is dropped follows from the step's seed, the layer's stream and the place, so that no mask need be kept.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
// Output of the ReLU that made the tensor whose gradient this is; it is zero where that is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

// Four random words out of any four: pcg4d of Jarzynski and Olano, Hash Functions for GPU Rendering, JCGT 9(3), 2020.
fn pcg4d(key: vec4u) -> vec4u {
  var v = key * 1664525 + 1013904223;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  var value = load(x[at]);
  if (step.training != 0) {
    let isKept = pcg4d(vec4u(at, STREAM, step.seed, 0)) >= vec4u(THRESHOLD);
    value = select(nothingOf(value), value * f32(SCALE), isKept);
  }
  if (MASK != 0) { value = masked(value, load(activated[at])); }
  y[at] = stored(value);
}
