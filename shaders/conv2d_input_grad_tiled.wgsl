// Gradient of a convolution with respect to its input, for GPUs: the same tiles as conv2d_tiled.wgsl with the
// roles of channels and filters exchanged. Each input position gathers from the outputs that read it.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

const INPUTS = BATCH * IN_H * IN_W;
const TILE_CHANNELS = 8 * CHANNEL_GROUPS;
const CHANNEL_TILES = (IN_C4 + TILE_CHANNELS - 1) / TILE_CHANNELS;
const INPUT_TILES = (INPUTS + 63) / 64;

var<workgroup> tileY: array<vec4f, 256>;
var<workgroup> tileW: array<mat4x4f, 4 * TILE_CHANNELS>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let tile = workgroup.x + workgroup.y * WORKGROUPS_X;
  if (tile >= INPUT_TILES * CHANNEL_TILES) { return; }
  let firstChannel = (tile % CHANNEL_TILES) * TILE_CHANNELS;
  let firstInput = tile / CHANNEL_TILES * 64;
  let lane = local % 8;
  let line = local / 8;

  // The input position whose gradients this invocation fetches.
  let fetched = firstInput + local;
  let fetchColumn = i32(fetched % IN_W) + PAD_LEFT;
  let fetchRow = i32(fetched / IN_W % IN_H) + PAD_TOP;
  let fetchPicture = fetched / (IN_W * IN_H);

  //% for c in CHANNEL_GROUPS
  //% for p in 8
  var sum$p_$c = vec4f();
  //% end
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    for (var kx = 0u; kx < KERNEL; kx++) {
      let rowSteps = fetchRow - i32(ky * DILATION);
      let columnSteps = fetchColumn - i32(kx * DILATION);
      let row = rowSteps / STRIDE;
      let column = columnSteps / STRIDE;
      let inside = fetched < INPUTS
        && rowSteps >= 0 && rowSteps % STRIDE == 0 && row < i32(OUT_H)
        && columnSteps >= 0 && columnSteps % STRIDE == 0 && column < i32(OUT_W);
      let origin = select(0u, ((fetchPicture * OUT_H + u32(row)) * OUT_W + u32(column)) * OUT_C4, inside);
      let weights = (ky * KERNEL + kx) * IN_C4 * OUT_C4;
      for (var f = 0u; f < OUT_C4; f += 4) {
        //% for k in 4
        tileY[$k * 64 + local] = select(vec4f(), load(dy[origin + min(f + $k, OUT_C4 - 1)]), inside & (f + $k < OUT_C4));
        //% end
        for (var i = local; i < 4 * TILE_CHANNELS; i += 64) {
          let filter_ = f + i % 4;
          let channel = firstChannel + i / 4;
          if (channel < IN_C4 && filter_ < OUT_C4) {
            tileW[i % 4 * TILE_CHANNELS + i / 4] = loadMatrix(w[weights + channel * OUT_C4 + filter_]);
          } else {
            tileW[i % 4 * TILE_CHANNELS + i / 4] = mat4x4f();
          }
        }
        workgroupBarrier();
        for (var k = 0u; k < 4; k++) {
          //% for c in CHANNEL_GROUPS
          let w$c = tileW[k * TILE_CHANNELS + $c * 8 + lane];
          //% end
          //% for p in 8
          let y$p = tileY[k * 64 + $p * 8 + line];
          //% for c in CHANNEL_GROUPS
          sum$p_$c += y$p * w$c;
          //% end
          //% end
        }
        workgroupBarrier();
      }
    }
  }

  //% for c in CHANNEL_GROUPS
  let channel$c = firstChannel + $c * 8 + lane;
  if (channel$c < IN_C4) {
    //% for p in 8
    if (firstInput + $p * 8 + line < INPUTS) {
      let at = (firstInput + $p * 8 + line) * IN_C4 + channel$c;
      if (MASK != 0) { sum$p_$c = masked(sum$p_$c, load(activated[at])); }
      dx[at] = stored(sum$p_$c);
    }
    //% end
  }
  //% end
}
