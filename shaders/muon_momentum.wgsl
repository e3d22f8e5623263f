// Muon's first part: m ← μ m + (1 − μ) g, and the direction that is to be made orthogonal: m, or μ m + (1 − μ) g of the new m
// with Nesterov's momentum.

@group(0) @binding(4) var<storage, read_write> means: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> directions: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = placeOf(workgroup.x + workgroup.y * WORKGROUPS_X, local);
  if (!place.exists || !place.orthogonal) { return; }
  let fresh = (1.0 - step.momentum) * place.gradient;
  let mean = step.momentum * means[place.at] + fresh;
  means[place.at] = mean;
  directions[place.at] = select(mean, step.momentum * mean + fresh, step.nesterov != 0);
}
