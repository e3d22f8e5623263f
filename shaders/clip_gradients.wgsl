// What all gradients are multiplied by, so that together they are no longer than allowed: PyTorch's clip_grad_norm_,
// min(1, clipNorm / (‖g‖ + 1e-6)), which is NaN with ‖g‖; 1 where nothing is clipped. One workgroup, which adds the squares in a
// fixed order.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> squares: array<f32>;
@group(0) @binding(2) var<storage, read_write> factor: array<f32>;

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < COUNT; i += WORKGROUP) { sum += squares[i]; }
  partial[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < WORKGROUP; i++) { sum += partial[i]; }
    let share = step.clipNorm / (sqrt(sum) + 1e-6);
    let isLess = share < 1 || isNan(vec4f(share)).x;
    factor[0] = select(1.0, share, step.clipNorm > 0 && isLess);
  }
}
