// Gram matrix X Xᵀ of a weight's direction, of its shorter side: a TALL matrix is taken as its transpose.
// Matrices are blocks of 4 × 4, as weights are: [block column][block row].

@group(0) @binding(0) var<storage, read> matrix: array<mat4x4f>;
@group(0) @binding(1) var<storage, read_write> gram: array<mat4x4f>;

fn block(row: u32, column: u32) -> mat4x4f {
  if (TALL != 0) { return transpose(matrix[row * LONG4 + column]); }
  return matrix[column * SHORT4 + row];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= SHORT4 * SHORT4) { return; }
  var sum = mat4x4f();
  for (var k = 0u; k < LONG4; k++) { sum += block(at % SHORT4, k) * transpose(block(at / SHORT4, k)); }
  gram[at] = sum;
}
