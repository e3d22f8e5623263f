// Gradient of a convolution with respect to its weights and bias, in registers (see conv2d_direct.wgsl for the layouts).
// The sum over pictures and rows is cut into SPLITS runs of ROWS rows; each run writes its own partial gradient and the
// optimiser adds them in order, so that the result repeats bit for bit.
// An invocation makes CHANNEL_GROUPS × FILTER_GROUPS matrices of 4 × 4 weights at one kernel position.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dw: array<mat4x4f>;
@group(0) @binding(3) var<storage, read_write> dbias: array<vec4f>;

const CHANNEL_TILES = (IN_C4 + CHANNEL_GROUPS - 1) / CHANNEL_GROUPS;
const FILTER_TILES = (OUT_C4 + FILTER_GROUPS - 1) / FILTER_GROUPS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= SPLITS * KERNEL * KERNEL * CHANNEL_TILES * FILTER_TILES) { return; }
  let filterTile = (index % FILTER_TILES) * FILTER_GROUPS;
  index /= FILTER_TILES;
  let channelTile = (index % CHANNEL_TILES) * CHANNEL_GROUPS;
  index /= CHANNEL_TILES;
  let kx = index % KERNEL;
  index /= KERNEL;
  let ky = index % KERNEL;
  let split = index / KERNEL;

  //% for f in FILTER_GROUPS
  let filter$f = min(filterTile + $f, OUT_C4 - 1);
  //% end
  //% for c in CHANNEL_GROUPS
  let channel$c = min(channelTile + $c, IN_C4 - 1);
  //% for f in FILTER_GROUPS
  var sum$c_$f = mat4x4f();
  //% end
  //% end

  // Output columns whose input column is inside the picture.
  let shift = i32(kx * DILATION) - PAD_LEFT;
  let firstColumn = u32(max((-shift + STRIDE - 1) / STRIDE, 0));
  let endColumn = u32(clamp((i32(IN_W) - 1 - shift + STRIDE) / STRIDE, 0, i32(OUT_W)));
  let firstRow = split * ROWS;
  let endRow = min(firstRow + ROWS, BATCH * OUT_H);

  for (var row = firstRow; row < endRow; row++) {
    let picture = row / OUT_H;
    let inputRow = i32(row % OUT_H) * STRIDE + i32(ky * DILATION) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    let rowStart = i32((picture * IN_H + u32(inputRow)) * IN_W) + shift;
    for (var column = firstColumn; column < endColumn; column++) {
      let origin = u32(rowStart + i32(column) * STRIDE) * IN_C4;
      let at = (row * OUT_W + column) * OUT_C4;
      //% for f in FILTER_GROUPS
      let dy$f = load(dy[at + filter$f]);
      //% end
      //% for c in CHANNEL_GROUPS
      let x$c = load(x[origin + channel$c]);
      //% for f in FILTER_GROUPS
      sum$c_$f += mat4x4f(dy$f * x$c.x, dy$f * x$c.y, dy$f * x$c.z, dy$f * x$c.w);
      //% end
      //% end
    }
  }

  let partial = split * KERNEL * KERNEL * IN_C4 * OUT_C4 + (ky * KERNEL + kx) * IN_C4 * OUT_C4;
  //% for c in CHANNEL_GROUPS
  if (channelTile + $c < IN_C4) {
    //% for f in FILTER_GROUPS
    if (filterTile + $f < OUT_C4) { dw[partial + channel$c * OUT_C4 + filter$f] = sum$c_$f; }
    //% end
  }
  //% end

  if (BIAS != 0 && ky == 0 && kx == 0 && channelTile == 0) {
    //% for f in FILTER_GROUPS
    var total$f = vec4f();
    //% end
    for (var at = firstRow * OUT_W * OUT_C4; at < endRow * OUT_W * OUT_C4; at += OUT_C4) {
      //% for f in FILTER_GROUPS
      total$f += load(dy[at + filter$f]);
      //% end
    }
    //% for f in FILTER_GROUPS
    if (filterTile + $f < OUT_C4) { dbias[split * OUT_C4 + filter$f] = total$f; }
    //% end
  }
}
