// Lookahead (Zhang et al., arXiv 1907.08610), of weights or of running statistics: the slow ones move towards the fast ones,
// s ← (1 − share) s + share · w, which go on from there, w ← s, as does their copy in half precision where kernels read that.
// Most steps do neither.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read_write> fast: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> slow: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> halves: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (step.slowShare < 0 || at >= COUNT) { return; }
  let weights = mix(slow[at], fast[at], step.slowShare);
  slow[at] = weights;
  fast[at] = weights;
  if (COPIED != 0) { halves[at] = stored(weights); }
}
