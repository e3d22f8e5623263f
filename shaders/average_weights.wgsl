// Running mean of the weights, or of running statistics, over the updates: a ← (1 − gain) a + gain · w, and its copy in half
// precision where kernels read that.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> parameters: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> average: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> halves: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  let mean = mix(average[at], parameters[at], step.averageGain);
  average[at] = mean;
  if (COPIED != 0) { halves[at] = stored(mean); }
}
