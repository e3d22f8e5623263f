// Gradient of a convolution of stride 1 with respect to its weights and bias, in registers: for adapters that a CPU
// plays (see conv2d_sliding.wgsl for the layouts, conv2d_weight_grad_direct.wgsl for the partial sums).
// An invocation makes, for one kernel row, KERNEL × CHANNEL_GROUPS × FILTER_GROUPS matrices of 4 × 4 weights. It walks
// along the rows, TURN columns at a time.
// With QUAD, four invocations that differ only in their filters fetch one column of the input each and tell it to one another.

//% if QUAD
enable subgroups;
// The four walk the same rows, which the compiler cannot see.
diagnostic(off, subgroup_uniformity);
//% end

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dw: array<mat4x4f>;
@group(0) @binding(3) var<storage, read_write> dbias: array<vec4f>;

const CHANNEL_TILES = (IN_C4 + CHANNEL_GROUPS - 1) / CHANNEL_GROUPS;

@compute @workgroup_size(WORKGROUP)
//% if QUAD
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32, @builtin(subgroup_invocation_id) lane: u32) {
//% else
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
//% end
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  let filterTile = index % FILTER_TILES * FILTER_GROUPS;
  let channelTile = index / FILTER_TILES % CHANNEL_TILES * CHANNEL_GROUPS;
  let ky = index / (FILTER_TILES * CHANNEL_TILES) % KERNEL;
  let split = index / (FILTER_TILES * CHANNEL_TILES * KERNEL);
  if (split >= SPLITS) { return; }

  //% for f in FILTER_GROUPS
  let filter$f = min(filterTile + $f, OUT_C4 - 1);
  //% end
  //% for c in CHANNEL_GROUPS
  let channel$c = min(channelTile + $c, IN_C4 - 1);
  //% for f in FILTER_GROUPS
  //% for k in KERNEL
  var sum$k_$c_$f = mat4x4f();
  //% end
  //% end
  //% end
  let firstRow = split * ROWS;
  let endRow = min(firstRow + ROWS, BATCH * OUT_H);
  // Rows of a picture whose input row is inside it.
  let top = u32(max(PAD_TOP - i32(ky), 0));
  let bottom = u32(clamp(i32(IN_H) + PAD_TOP - i32(ky), i32(top), i32(OUT_H)));
  let gap = OUT_H - (bottom - top);

  // One loop over rows and columns: at the head of a loop a CPU adapter merges every sum with what inactive lanes had.
  var row = firstRow;
  var rowInPicture = firstRow % OUT_H;
  if (rowInPicture < top) {
    row += top - rowInPicture;
    rowInPicture = top;
  } else if (rowInPicture >= bottom) {
    row += OUT_H - rowInPicture + top;
    rowInPicture = top;
  }
  var inputRow = row / OUT_H * IN_H + rowInPicture + ky - PAD_TOP;
  var column = 0u;
  while (row < endRow && gap < OUT_H) {
    let first = i32(column) - PAD_LEFT;
    //% if QUAD
    //% for q in QUADS
    let mine$q = first + i32($q * 4 + lane % 4);
    let inside$q = vec4u(select(0u, 0xffffffffu, (mine$q >= 0) & (mine$q < i32(IN_W))));
    let at$q = (inputRow * IN_W + u32(clamp(mine$q, 0, i32(IN_W) - 1))) * IN_C4;
    //% for c in CHANNEL_GROUPS
    let part$q_$c = bitcast<vec4f>(bitcast<vec4u>(load(x[at$q + channel$c])) & inside$q);
    //% for u in 4
    let x$(q+q+q+q+u)_$c = quadBroadcast(part$q_$c, $u);
    //% end
    //% end
    //% end
    //% else
    //% for s in KERNEL+TURN-1
    let column$s = first + $s;
    let inside$s = vec4u(select(0u, 0xffffffffu, (column$s >= 0) & (column$s < i32(IN_W))));
    let at$s = (inputRow * IN_W + u32(clamp(column$s, 0, i32(IN_W) - 1))) * IN_C4;
    //% for c in CHANNEL_GROUPS
    let x$s_$c = bitcast<vec4f>(bitcast<vec4u>(load(x[at$s + channel$c])) & inside$s);
    //% end
    //% end
    //% end
    //% for u in TURN
    let dyAt$u = (row * OUT_W + min(column + $u, OUT_W - 1)) * OUT_C4;
    //% for f in FILTER_GROUPS
    let dy$u_$f = bitcast<vec4f>(bitcast<vec4u>(load(dy[dyAt$u + filter$f])) & vec4u(select(0u, 0xffffffffu, column + $u < OUT_W)));
    //% end
    //% end
    //% for k in KERNEL
    //% for c in CHANNEL_GROUPS
    //% for f in FILTER_GROUPS
    sum$k_$c_$f += mat4x4f(
      dy0_$f * x$k_$c.x
      //% for u in TURN-1
      + dy$(u+1)_$f * x$(k+u+1)_$c.x
      //% end
      ,
      dy0_$f * x$k_$c.y
      //% for u in TURN-1
      + dy$(u+1)_$f * x$(k+u+1)_$c.y
      //% end
      ,
      dy0_$f * x$k_$c.z
      //% for u in TURN-1
      + dy$(u+1)_$f * x$(k+u+1)_$c.z
      //% end
      ,
      dy0_$f * x$k_$c.w
      //% for u in TURN-1
      + dy$(u+1)_$f * x$(k+u+1)_$c.w
      //% end
    );
    //% end
    //% end
    //% end
    column += TURN;
    if (column >= OUT_W) {
      column = 0;
      rowInPicture++;
      // On to the next picture, over the rows whose input row is outside and over the input rows that none of them reads;
      // there may be the one without the other.
      let isLast = rowInPicture == bottom;
      rowInPicture = select(rowInPicture, top, isLast);
      row += select(1u, 1 + gap, isLast);
      inputRow += select(1u, 1 + IN_H - (bottom - top), isLast);
    }
  }

  //% for k in KERNEL
  //% for c in CHANNEL_GROUPS
  //% for f in FILTER_GROUPS
  if (channelTile + $c < IN_C4 && filterTile + $f < OUT_C4) {
    dw[(((split * KERNEL + ky) * KERNEL + $k) * IN_C4 + channel$c) * OUT_C4 + filter$f] = sum$k_$c_$f;
  }
  //% end
  //% end
  //% end

  if (BIAS != 0 && ky == 0 && channelTile == 0) {
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
