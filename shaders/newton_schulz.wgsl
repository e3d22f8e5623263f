// A product of the Newton–Schulz iteration that makes a matrix X nearly orthogonal (Jordan, https://kellerjordan.github.io/posts/muon):
// A = X Xᵀ;  B = b A + c A²;  X ← a X + B X. With SQUARE it makes B from A (left and right), else the next X from B and X.
// The FIRST time X is not yet divided by its norm, which is the root of A's trace; the LAST time it is stretched by
// √max(1, ROWS / COLUMNS). Blocks and TALL as in gram_matrix.wgsl; A and B are SHORT4 × SHORT4 blocks.

const a = 3.4445;
const b = -4.775;
const c = 2.0315;

@group(0) @binding(0) var<storage, read> gram: array<mat4x4f>;
@group(0) @binding(1) var<storage, read> left: array<mat4x4f>;
@group(0) @binding(2) var<storage, read> right: array<mat4x4f>;
@group(0) @binding(3) var<storage, read_write> result: array<mat4x4f>;

fn inverseNorm() -> f32 {
  var trace = 0.0;
  for (var k = 0u; k < SHORT4; k++) {
    let diagonal = gram[k * SHORT4 + k];
    trace += diagonal[0][0] + diagonal[1][1] + diagonal[2][2] + diagonal[3][3];
  }
  return 1 / (sqrt(trace) + 1e-7);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= SHORT4 * LONG4) { return; }
  let row = at % SHORT4;
  let column = at / SHORT4;
  var sum = mat4x4f();
  for (var k = 0u; k < SHORT4; k++) { sum += left[k * SHORT4 + row] * block(k, column); }
  var scale = 1.0;
  if (FIRST != 0) { scale = inverseNorm(); }
  if (SQUARE != 0) {
    let square = scale * scale;
    result[at] = square * (b * block(row, column) + square * c * sum);
    return;
  }
  if (LAST != 0) { scale *= sqrt(max(1.0, f32(ROWS) / f32(COLUMNS))); }
  let next = scale * (a * block(row, column) + sum);
  if (TALL != 0) { result[row * LONG4 + column] = transpose(next); } else { result[at] = next; }
}

fn block(row: u32, column: u32) -> mat4x4f {
  if (TALL != 0) { return transpose(right[row * LONG4 + column]); }
  return right[column * SHORT4 + row];
}
