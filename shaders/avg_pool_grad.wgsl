// Gradient of average pooling with respect to its input: each input value gathers its share of every window over it.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(1) var<storage, read> activated: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * IN_H * IN_W * IN_C4) { return; }
  let channel = at % IN_C4;
  let column = i32(at / IN_C4 % IN_W) + PAD_LEFT;
  let row = i32(at / (IN_C4 * IN_W) % IN_H) + PAD_TOP;
  let picture = at / (IN_C4 * IN_W * IN_H);

  let firstRow = u32(max(row - KERNEL + STRIDE, 0)) / STRIDE;
  let endRow = min(u32(row) / STRIDE + 1, OUT_H);
  let firstColumn = u32(max(column - KERNEL + STRIDE, 0)) / STRIDE;
  let endColumn = min(u32(column) / STRIDE + 1, OUT_W);

  var sum = vec4f();
  for (var outRow = firstRow; outRow < endRow; outRow++) {
    for (var outColumn = firstColumn; outColumn < endColumn; outColumn++) {
      sum += load(dy[((picture * OUT_H + outRow) * OUT_W + outColumn) * IN_C4 + channel]);
    }
  }
  sum /= f32(KERNEL * KERNEL);
  if (MASK != 0) { sum = masked(sum, load(activated[at])); }
  dx[at] = stored(sum);
}
