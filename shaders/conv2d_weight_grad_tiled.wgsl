// Gradient of a convolution with respect to its weights and bias, for GPUs (see conv2d_weight_grad_direct.wgsl for the
// partial sums). A workgroup of 8 × 8 invocations makes 8 × CHANNEL_GROUPS by 8 × FILTER_GROUPS matrices of 4 × 4 weights
// at one kernel position; the sum over positions goes through workgroup memory, eight positions at a time.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dw: array<mat4x4f>;
@group(0) @binding(3) var<storage, read_write> dbias: array<vec4f>;

const TILE_CHANNELS = 8 * CHANNEL_GROUPS;
const TILE_FILTERS = 8 * FILTER_GROUPS;
const CHANNEL_TILES = (IN_C4 + TILE_CHANNELS - 1) / TILE_CHANNELS;
const FILTER_TILES = (OUT_C4 + TILE_FILTERS - 1) / TILE_FILTERS;

var<workgroup> tileX: array<vec4f, 8 * TILE_CHANNELS>;
var<workgroup> tileY: array<vec4f, 8 * TILE_FILTERS>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = workgroup.x + workgroup.y * WORKGROUPS_X;
  if (index >= SPLITS * KERNEL * KERNEL * CHANNEL_TILES * FILTER_TILES) { return; }
  let firstFilter = (index % FILTER_TILES) * TILE_FILTERS;
  index /= FILTER_TILES;
  let channelTile = index % CHANNEL_TILES;
  let firstChannel = channelTile * TILE_CHANNELS;
  index /= CHANNEL_TILES;
  let kx = index % KERNEL;
  index /= KERNEL;
  let ky = index % KERNEL;
  let split = index / KERNEL;
  let lane = local % 8;
  let line = local / 8;

  //% for c in CHANNEL_GROUPS
  //% for f in FILTER_GROUPS
  var sum$c_$f = mat4x4f();
  //% end
  //% end
  //% for f in FILTER_GROUPS
  var total$f = vec4f();
  //% end

  let first = split * ROWS * OUT_W;
  let end = min(first + ROWS * OUT_W, BATCH * OUT_H * OUT_W);
  for (var start = first; start < end; start += 8) {
    for (var i = local; i < 8 * TILE_CHANNELS; i += 64) {
      let position = start + i / TILE_CHANNELS;
      let channel = firstChannel + i % TILE_CHANNELS;
      let row = i32(position / OUT_W % OUT_H) * STRIDE + i32(ky * DILATION) - PAD_TOP;
      let column = i32(position % OUT_W) * STRIDE + i32(kx * DILATION) - PAD_LEFT;
      let picture = position / (OUT_W * OUT_H);
      let inside = position < end && channel < IN_C4 && row >= 0 && row < i32(IN_H) && column >= 0 && column < i32(IN_W);
      let origin = select(0u, ((picture * IN_H + u32(row)) * IN_W + u32(column)) * IN_C4 + channel, inside);
      tileX[i] = select(vec4f(), load(x[origin]), inside);
    }
    for (var i = local; i < 8 * TILE_FILTERS; i += 64) {
      let position = start + i / TILE_FILTERS;
      let filter_ = firstFilter + i % TILE_FILTERS;
      let inside = position < end && filter_ < OUT_C4;
      tileY[i] = select(vec4f(), load(dy[select(0u, position * OUT_C4 + filter_, inside)]), inside);
    }
    workgroupBarrier();
    for (var k = 0u; k < 8; k++) {
      //% for f in FILTER_GROUPS
      let y$f = tileY[k * TILE_FILTERS + $f * 8 + lane];
      total$f += y$f;
      //% end
      //% for c in CHANNEL_GROUPS
      let x$c = tileX[k * TILE_CHANNELS + $c * 8 + line];
      //% for f in FILTER_GROUPS
      sum$c_$f += mat4x4f(y$f * x$c.x, y$f * x$c.y, y$f * x$c.z, y$f * x$c.w);
      //% end
      //% end
    }
    workgroupBarrier();
  }

  let partial = (split * KERNEL * KERNEL + ky * KERNEL + kx) * IN_C4 * OUT_C4;
  //% for f in FILTER_GROUPS
  let filter$f = firstFilter + $f * 8 + lane;
  if (filter$f < OUT_C4) {
    //% for c in CHANNEL_GROUPS
    let channel$c_$f = firstChannel + $c * 8 + line;
    if (channel$c_$f < IN_C4) { dw[partial + channel$c_$f * OUT_C4 + filter$f] = sum$c_$f; }
    //% end
    if (BIAS != 0 && ky == 0 && kx == 0 && channelTile == 0 && line == 0) { dbias[split * OUT_C4 + filter$f] = total$f; }
  }
  //% end
}
