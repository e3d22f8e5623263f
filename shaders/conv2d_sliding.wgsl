// Convolution of stride 1, forward or as the gradient of the input, in registers: for adapters that a CPU plays.
// An invocation makes PIXELS neighbouring values of one row by GROUPS × 4 channels. For each row under the kernel it
// fetches the PIXELS + KERNEL − 1 values that its window slides over once, and uses them at every kernel column.
// With QUAD, four invocations that need the same weights fetch a column of each matrix and tell it to one another.
//
// The gradient of the input is the same sum with the kernel turned about and its matrices transposed (BACKWARD): the
// sizes IN_… are then those of dy, and OUT_… those of dx.
//
// x: [batch][row][column][channel group] of 4 channels
// w: [kernel row][kernel column][input group][output group] of 4 × 4: column i of the matrix is input channel i
// y: [batch][row][column][channel group] of 4 channels

//% if QUAD
enable subgroups;
// The four work on the same filters, which the compiler cannot see.
diagnostic(off, subgroup_uniformity);
//% end

@group(0) @binding(0) var<storage, read> x: array<Stored>;
//% if QUAD
@group(0) @binding(1) var<storage, read> w: array<Stored>;
//% else
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
//% end
// Forward: the bias. Backward: the output of the ReLU that made the input; the gradient is zero where it is not positive.
@group(0) @binding(2) var<storage, read> extra: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

const COLUMN_TILES = (OUT_W + PIXELS - 1) / PIXELS;
const GROUP_TILES = (OUT_C4 + GROUPS - 1) / GROUPS;
const TILES = BATCH * OUT_H * COLUMN_TILES;

@compute @workgroup_size(WORKGROUP)
//% if QUAD
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32, @builtin(subgroup_invocation_id) lane: u32) {
//% else
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
//% end
  let index = workgroup.x + workgroup.y * WORKGROUPS_X;
  if (index >= (TILES + WORKGROUP - 1) / WORKGROUP * GROUP_TILES) { return; }
  let groupTile = index % GROUP_TILES * GROUPS;
  // Invocations past the last tile make the last once more, so that no four are torn apart.
  let tile = min(index / GROUP_TILES * WORKGROUP + local, TILES - 1);
  let column = tile % COLUMN_TILES * PIXELS;
  let row = tile / COLUMN_TILES % OUT_H;
  let picture = tile / (COLUMN_TILES * OUT_H);

  //% for g in GROUPS
  let group$g = min(groupTile + $g, OUT_C4 - 1);
  var start$g = vec4f();
  if (BIAS != 0) { start$g = load(extra[group$g]); }
  //% for p in PIXELS
  var sum$p_$g = start$g;
  //% end
  //% end
  //% for s in PIXELS+KERNEL-1
  let column$s = i32(column + $s) - PAD_LEFT;
  let offset$s = u32(clamp(column$s, 0, i32(IN_W) - 1)) * IN_C4;
  // Bits, so that what is outside becomes zero by one `&`: `select` costs a CPU adapter eight operations a channel.
  let inside$s = select(0u, 0xffffffffu, (column$s >= 0) & (column$s < i32(IN_W)));
  //% end

  // One loop over kernel rows and channels: at the head of a loop a CPU adapter merges every sum with what inactive lanes had.
  var ky = 0u;
  var c = 0u;
  while (ky < KERNEL) {
    let inputRow = i32(row + ky) - PAD_TOP;
    let rowInside = select(0u, 0xffffffffu, (inputRow >= 0) & (inputRow < i32(IN_H)));
    let rowStart = (picture * IN_H + u32(clamp(inputRow, 0, i32(IN_H) - 1))) * IN_W * IN_C4 + c;
    //% for s in PIXELS+KERNEL-1
    let x$s = bitcast<vec4f>(bitcast<vec4u>(load(x[rowStart + offset$s])) & vec4u(rowInside & inside$s));
    //% end
    //% for k in KERNEL
    //% for g in GROUPS
    //% if BACKWARD
    let matrix$k_$g = (((KERNEL - 1 - ky) * KERNEL + KERNEL - 1 - $k) * OUT_C4 + group$g) * IN_C4 + c;
    //% else
    let matrix$k_$g = ((ky * KERNEL + $k) * IN_C4 + c) * OUT_C4 + group$g;
    //% end
    //% if QUAD
    let part$k_$g = load(w[matrix$k_$g * 4 + lane % 4]);
    let w$k_$g = mat4x4f(quadBroadcast(part$k_$g, 0), quadBroadcast(part$k_$g, 1), quadBroadcast(part$k_$g, 2), quadBroadcast(part$k_$g, 3));
    //% else
    let w$k_$g = loadMatrix(w[matrix$k_$g]);
    //% end
    //% for p in PIXELS
    //% if BACKWARD
    sum$p_$g += x$(p+k) * w$k_$g;
    //% else
    sum$p_$g += w$k_$g * x$(p+k);
    //% end
    //% end
    //% end
    //% end
    c++;
    if (c == IN_C4) {
      c = 0;
      ky++;
    }
  }

  let outStart = ((picture * OUT_H + row) * OUT_W + column) * OUT_C4;
  //% for p in PIXELS
  if (column + $p < OUT_W) {
    //% for g in GROUPS
    if (groupTile + $g < OUT_C4) {
      let at = outStart + $p * OUT_C4 + groupTile + $g;
      if (RELU != 0) { sum$p_$g = rectified(sum$p_$g); }
      if (MASK != 0) { sum$p_$g = masked(sum$p_$g, load(extra[at])); }
      y[at] = stored(sum$p_$g);
    }
    //% end
  }
  //% end
}
