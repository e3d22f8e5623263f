// Convolution, forward, for adapters that keep a register tile in registers and have no fast workgroup memory (CPUs).
// An invocation makes PIXELS neighbouring outputs of one row by FILTER_GROUPS × 4 filters.
//
// x: [batch][row][column][channel group] of 4 channels
// w: [kernel row][kernel column][channel group][filter group] of 4 × 4: column i of the matrix is channel i
// y: [batch][row][column][filter group] of 4 filters

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
@group(0) @binding(2) var<storage, read> bias: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

const TILES = (OUT_W + PIXELS - 1) / PIXELS;
const FILTER_TILES = (OUT_C4 + FILTER_GROUPS - 1) / FILTER_GROUPS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * OUT_H * TILES * FILTER_TILES) { return; }
  let filterTile = (index % FILTER_TILES) * FILTER_GROUPS;
  index /= FILTER_TILES;
  let column = (index % TILES) * PIXELS;
  index /= TILES;
  let row = index % OUT_H;
  let picture = index / OUT_H;

  //% for f in FILTER_GROUPS
  let group$f = min(filterTile + $f, OUT_C4 - 1);
  var start$f = vec4f();
  if (BIAS != 0) { start$f = load(bias[group$f]); }
  //% for p in PIXELS
  var sum$p_$f = start$f;
  //% end
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let inputRow = i32(row * STRIDE + ky * DILATION) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    let rowStart = (picture * IN_H + u32(inputRow)) * IN_W;
    for (var kx = 0u; kx < KERNEL; kx++) {
      // `&` rather than `&&`: a branch a pixel makes SwiftShader compile for minutes.
      let first = i32(column * STRIDE + kx * DILATION) - PAD_LEFT;
      //% for p in PIXELS
      let at$p = first + $p * i32(STRIDE);
      let inside$p = (at$p >= 0) & (at$p < i32(IN_W));
      let from$p = (rowStart + u32(clamp(at$p, 0, i32(IN_W) - 1))) * IN_C4;
      //% end
      var weight = (ky * KERNEL + kx) * IN_C4 * OUT_C4;
      for (var c = 0u; c < IN_C4; c++) {
        //% for f in FILTER_GROUPS
        let w$f = loadMatrix(w[weight + group$f]);
        //% end
        weight += OUT_C4;
        //% for p in PIXELS
        let x$p = select(vec4f(), load(x[from$p + c]), inside$p);
        //% for f in FILTER_GROUPS
        sum$p_$f += w$f * x$p;
        //% end
        //% end
      }
    }
  }

  let outStart = ((picture * OUT_H + row) * OUT_W + column) * OUT_C4;
  //% for p in PIXELS
  if (column + $p < OUT_W) {
    //% for f in FILTER_GROUPS
    if (filterTile + $f < OUT_C4) {
      if (RELU != 0) { sum$p_$f = rectified(sum$p_$f); }
      y[outStart + $p * OUT_C4 + filterTile + $f] = stored(sum$p_$f);
    }
    //% end
  }
  //% end
}
