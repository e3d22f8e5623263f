// Mean and sum of squared deviations of each channel over each part of the batch. Both are taken from the part's first value
// on, so that a mean far from zero costs no digits of the variance (Chan, Golub and LeVeque, "Algorithms for computing the
// sample variance", 1983). Nobody asks for them outside training.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
@group(0) @binding(2) var<storage, read_write> moments: array<Moments>; // [split][channel group]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (step.training == 0 || first >= SPLITS * IN_C4) { return; }
  let end = step.pictures * POSITIONS * IN_C4;
  let origin = load(x[first]);
  var sum = vec4f();
  var squares = vec4f();
  var count = 0.0;
  for (var at = first; at < end; at += SPLITS * IN_C4) {
    let distance = load(x[at]) - origin;
    sum += distance;
    squares += distance * distance;
    count += 1;
  }
  let shift = sum / max(count, 1);
  moments[first] = Moments(origin + shift, rectified(squares - sum * shift));
}
