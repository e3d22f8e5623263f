// Gradient of a convolution in groups with respect to its weights and bias (see grouped_conv2d.wgsl for the layouts, and
// conv2d_weight_grad_direct.wgsl for the partial sums). An invocation makes four filters' weights for one channel of their
// groups at one kernel position.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dw: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dbias: array<vec4f>;

const WEIGHTS = KERNEL * KERNEL * GROUP_INPUTS * OUT_C4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= SPLITS * WEIGHTS) { return; }
  let split = at / WEIGHTS;
  var index = at % WEIGHTS;
  let filters = index % OUT_C4;
  index /= OUT_C4;
  let c = index % GROUP_INPUTS;
  index /= GROUP_INPUTS;
  let kx = index % KERNEL;
  let ky = index / KERNEL;

  // Output columns whose input column is inside the picture.
  let shift = i32(kx * DILATION) - PAD_LEFT;
  let firstColumn = u32(max((-shift + STRIDE - 1) / STRIDE, 0));
  let endColumn = u32(clamp((i32(IN_W) - 1 - shift + STRIDE) / STRIDE, 0, i32(OUT_W)));
  let firstRow = split * ROWS;
  let endRow = min(firstRow + ROWS, BATCH * OUT_H);

  var sum = vec4f();
  for (var row = firstRow; row < endRow; row++) {
    let inputRow = i32(row % OUT_H) * STRIDE + i32(ky * DILATION) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    let rowStart = i32((row / OUT_H * IN_H + u32(inputRow)) * IN_W) + shift;
    for (var column = firstColumn; column < endColumn; column++) {
      let origin = u32(rowStart + i32(column) * STRIDE) * IN_C4;
      sum += weighed(origin, filters, c) * load(dy[(row * OUT_W + column) * OUT_C4 + filters]);
    }
  }
  dw[at] = sum;

  if (BIAS != 0 && ky == 0 && kx == 0 && c == 0) {
    var total = vec4f();
    for (var position = firstRow * OUT_W; position < endRow * OUT_W; position++) { total += load(dy[position * OUT_C4 + filters]); }
    dbias[split * OUT_C4 + filters] = total;
  }
}
