// Gradient of a convolution with respect to its input, in registers (see conv2d_direct.wgsl for the layouts).
// Gathers: an input value sums over the outputs that read it, so nothing is scattered and the order is fixed.
// An invocation makes PIXELS neighbouring input positions of one row by CHANNEL_GROUPS × 4 channels.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

const TILES = (IN_W + PIXELS - 1) / PIXELS;
const CHANNEL_TILES = (IN_C4 + CHANNEL_GROUPS - 1) / CHANNEL_GROUPS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * IN_H * TILES * CHANNEL_TILES) { return; }
  let channelTile = (index % CHANNEL_TILES) * CHANNEL_GROUPS;
  index /= CHANNEL_TILES;
  let column = (index % TILES) * PIXELS;
  index /= TILES;
  let row = index % IN_H;
  let picture = index / IN_H;

  //% for c in CHANNEL_GROUPS
  let group$c = min(channelTile + $c, IN_C4 - 1);
  //% for p in PIXELS
  var sum$p_$c = vec4f();
  //% end
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let rowSteps = i32(row) + PAD_TOP - i32(ky * DILATION);
    if (rowSteps < 0 || rowSteps % STRIDE != 0 || rowSteps / STRIDE >= i32(OUT_H)) { continue; }
    let rowStart = (picture * OUT_H + u32(rowSteps / STRIDE)) * OUT_W;
    for (var kx = 0u; kx < KERNEL; kx++) {
      // `&` rather than `&&`: a branch a pixel makes SwiftShader compile for minutes.
      let first = i32(column) + PAD_LEFT - i32(kx * DILATION);
      //% for p in PIXELS
      let steps$p = first + $p;
      let inside$p = (steps$p >= 0) & (steps$p % STRIDE == 0) & (steps$p / STRIDE < i32(OUT_W));
      let from$p = (rowStart + u32(clamp(steps$p / STRIDE, 0, i32(OUT_W) - 1))) * OUT_C4;
      //% end
      let weight = (ky * KERNEL + kx) * IN_C4 * OUT_C4;
      for (var f = 0u; f < OUT_C4; f++) {
        //% for c in CHANNEL_GROUPS
        let w$c = loadMatrix(w[weight + group$c * OUT_C4 + f]);
        //% end
        //% for p in PIXELS
        let dy$p = select(vec4f(), load(dy[from$p + f]), inside$p);
        //% for c in CHANNEL_GROUPS
        sum$p_$c += dy$p * w$c;
        //% end
        //% end
      }
    }
  }

  let outStart = ((picture * IN_H + row) * IN_W + column) * IN_C4;
  //% for p in PIXELS
  if (column + $p < IN_W) {
    //% for c in CHANNEL_GROUPS
    if (channelTile + $c < IN_C4) {
      let at = outStart + $p * IN_C4 + channelTile + $c;
      if (MASK != 0) { sum$p_$c = masked(sum$p_$c, load(activated[at])); }
      dx[at] = stored(sum$p_$c);
    }
    //% end
  }
  //% end
}
