// What an adapter reaches when it does nothing but multiply and add: the flat roof of the roofline.
// Each invocation carries CHAINS vectors, none of which waits for another, through ROUNDS products with 4 × 4 matrices:
// the same products that the convolutions are made of. The matrix is a rotation, so that the values neither grow nor fade.

@group(0) @binding(0) var<storage, read> matrix: mat4x4f;
@group(0) @binding(1) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  let turn = matrix;
  //% for c in CHAINS
  var chain$c = vec4f(1.0, 0.5, 0.25, f32(invocation.x + $c) * 0.001);
  //% end
  for (var product = 0u; product < ROUNDS; product++) {
    //% for c in CHAINS
    chain$c = turn * chain$c;
    //% end
  }
  var sum = vec4f();
  //% for c in CHAINS
  sum += chain$c;
  //% end
  result[invocation.x] = sum;
}
