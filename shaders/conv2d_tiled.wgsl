// Convolution, forward, for GPUs: an implicit matrix product in workgroup memory (see conv2d_direct.wgsl for the layouts).
// A workgroup of 8 × 8 invocations makes 64 outputs, counted over the whole batch, by 8 × FILTER_GROUPS × 4 filters;
// it walks the kernel positions and the channels four groups at a time.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
@group(0) @binding(2) var<storage, read> bias: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

const OUTPUTS = BATCH * OUT_H * OUT_W;
const TILE_FILTERS = 8 * FILTER_GROUPS;
const FILTER_TILES = (OUT_C4 + TILE_FILTERS - 1) / TILE_FILTERS;
const OUTPUT_TILES = (OUTPUTS + 63) / 64;

var<workgroup> tileX: array<vec4f, 256>;
var<workgroup> tileW: array<mat4x4f, 4 * TILE_FILTERS>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let tile = workgroup.x + workgroup.y * WORKGROUPS_X;
  if (tile >= OUTPUT_TILES * FILTER_TILES) { return; }
  let firstFilter = (tile % FILTER_TILES) * TILE_FILTERS;
  let firstOutput = tile / FILTER_TILES * 64;
  let lane = local % 8;
  let line = local / 8;

  // The output position whose inputs this invocation fetches.
  let fetched = firstOutput + local;
  let fetchColumn = i32(fetched % OUT_W) * STRIDE - PAD_LEFT;
  let fetchRow = i32(fetched / OUT_W % OUT_H) * STRIDE - PAD_TOP;
  let fetchPicture = fetched / (OUT_W * OUT_H);

  //% for f in FILTER_GROUPS
  //% for p in 8
  var sum$p_$f = vec4f();
  //% end
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    for (var kx = 0u; kx < KERNEL; kx++) {
      let row = fetchRow + i32(ky * DILATION);
      let column = fetchColumn + i32(kx * DILATION);
      let inside = fetched < OUTPUTS && row >= 0 && row < i32(IN_H) && column >= 0 && column < i32(IN_W);
      let origin = select(0u, ((fetchPicture * IN_H + u32(row)) * IN_W + u32(column)) * IN_C4, inside);
      let weights = (ky * KERNEL + kx) * IN_C4 * OUT_C4;
      for (var c = 0u; c < IN_C4; c += 4) {
        //% for k in 4
        tileX[$k * 64 + local] = select(vec4f(), load(x[origin + min(c + $k, IN_C4 - 1)]), inside & (c + $k < IN_C4));
        //% end
        for (var i = local; i < 4 * TILE_FILTERS; i += 64) {
          let channel = c + i / TILE_FILTERS;
          let filter_ = firstFilter + i % TILE_FILTERS;
          if (channel < IN_C4 && filter_ < OUT_C4) {
            tileW[i] = loadMatrix(w[weights + channel * OUT_C4 + filter_]);
          } else {
            tileW[i] = mat4x4f();
          }
        }
        workgroupBarrier();
        for (var k = 0u; k < 4; k++) {
          //% for f in FILTER_GROUPS
          let w$f = tileW[k * TILE_FILTERS + $f * 8 + lane];
          //% end
          //% for p in 8
          let x$p = tileX[k * 64 + $p * 8 + line];
          //% for f in FILTER_GROUPS
          sum$p_$f += w$f * x$p;
          //% end
          //% end
        }
        workgroupBarrier();
      }
    }
  }

  //% for f in FILTER_GROUPS
  let filter$f = firstFilter + $f * 8 + lane;
  if (filter$f < OUT_C4) {
    var start = vec4f();
    if (BIAS != 0) { start = load(bias[filter$f]); }
    //% for p in 8
    if (firstOutput + $p * 8 + line < OUTPUTS) {
      sum$p_$f += start;
      if (RELU != 0) { sum$p_$f = rectified(sum$p_$f); }
      y[(firstOutput + $p * 8 + line) * OUT_C4 + filter$f] = stored(sum$p_$f);
    }
    //% end
  }
  //% end
}
