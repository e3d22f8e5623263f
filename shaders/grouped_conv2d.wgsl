// Convolution in groups, forward. An invocation makes PIXELS neighbouring outputs of one row by four filters.
//
// x: [batch][row][column][channel vector] of 4 channels
// w: [kernel row][kernel column][channel within its group][filter vector] of 4 filters
// y: [batch][row][column][filter vector] of 4 filters

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<Stored>;
@group(0) @binding(2) var<storage, read> bias: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

const TILES = (OUT_W + PIXELS - 1) / PIXELS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * OUT_H * TILES * OUT_C4) { return; }
  let filters = index % OUT_C4;
  index /= OUT_C4;
  let column = (index % TILES) * PIXELS;
  index /= TILES;
  let row = index % OUT_H;
  let picture = index / OUT_H;

  var start = vec4f();
  if (BIAS != 0) { start = load(bias[filters]); }
  //% for p in PIXELS
  var sum$p = start;
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let inputRow = i32(row * STRIDE + ky * DILATION) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    let rowStart = (picture * IN_H + u32(inputRow)) * IN_W;
    for (var kx = 0u; kx < KERNEL; kx++) {
      let first = i32(column * STRIDE + kx * DILATION) - PAD_LEFT;
      //% for p in PIXELS
      let at$p = first + $p * i32(STRIDE);
      let inside$p = (at$p >= 0) & (at$p < i32(IN_W));
      let origin$p = (rowStart + u32(clamp(at$p, 0, i32(IN_W) - 1))) * IN_C4;
      //% end
      for (var c = 0u; c < GROUP_INPUTS; c++) {
        let weight = load(w[((ky * KERNEL + kx) * GROUP_INPUTS + c) * OUT_C4 + filters]);
        //% for p in PIXELS
        sum$p += weight * select(vec4f(), weighed(origin$p, filters, c), inside$p);
        //% end
      }
    }
  }

  let outStart = ((picture * OUT_H + row) * OUT_W + column) * OUT_C4 + filters;
  //% for p in PIXELS
  if (column + $p < OUT_W) {
    if (RELU != 0) { sum$p = rectified(sum$p); }
    y[outStart + $p * OUT_C4] = stored(sum$p);
  }
  //% end
}
