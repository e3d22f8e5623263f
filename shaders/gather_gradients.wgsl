// The gradients of all parameters, laid out as the parameters: partial sums added in order, and added to those of the batches
// before where several make an update together. And for each workgroup the sum of their squares.

@group(0) @binding(4) var<storage, read_write> gathered: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> squares: array<f32>;

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = workgroup.x + workgroup.y * WORKGROUPS_X;
  let place = placeOf(index, local);
  var gradient = place.gradient;
  if (place.exists) {
    if (step.accumulating != 0) { gradient += gathered[place.at]; }
    gathered[place.at] = gradient;
  }
  partial[local] = dot(gradient, gradient);
  workgroupBarrier();
  if (local == 0 && index < WORKGROUPS) {
    var sum = 0.0;
    for (var i = 0u; i < WORKGROUP; i++) { sum += partial[i]; }
    squares[index] = sum;
  }
}
