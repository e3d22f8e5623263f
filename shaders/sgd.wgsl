// Every parameter in one dispatch: adds the partial gradients in order, then PyTorch's SGD
// g ← g + λ w;  v ← μ v + g;  w ← w − lr · v.
// Where the kernels read weights in half precision, they read `halves`, a copy; gradients then come LOSS_SCALE times too large
// (Micikevicius et al., arXiv 1710.03740).
// A workgroup works inside one parameter tensor; `segments` says which: (first vec4 of the tensor's block in the
// parameters, first vec4 in the gradients, vec4s of one partial, number of partials).

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> segments: array<vec4u>;
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> velocity: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> halves: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = workgroup.x + workgroup.y * WORKGROUPS_X;
  if (index >= WORKGROUPS) { return; }
  let segment = segments[index];
  // Workgroups of one tensor follow one another; the tensor's first block has the same start.
  let offset = index * WORKGROUP + local - segment.x;
  if (offset >= segment.z) { return; }
  let at = segment.x + offset;
  var gradient = vec4f();
  for (var split = 0u; split < segment.w; split++) { gradient += gradients[segment.y + split * segment.z + offset]; }
  let weight = parameters[at];
  gradient = gradient / LOSS_SCALE + step.weightDecay * weight;
  let speed = step.momentum * velocity[at] + gradient;
  velocity[at] = speed;
  let updated = weight - step.learningRate * speed;
  parameters[at] = updated;
  if (HALF != 0) { halves[at] = stored(updated); }
}
