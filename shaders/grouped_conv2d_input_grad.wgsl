// Gradient of a convolution in groups with respect to its input (see grouped_conv2d.wgsl for the layouts): a channel gathers
// from the filters of its own group, at the outputs that read it. An invocation makes PIXELS neighbouring input positions of
// one row by four channels; these may belong to several groups, so each fetches for itself, unless DEPTHWISE (a channel and a
// filter a group) or ALIKE (all four always belong to one group) spares it that.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<Stored>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

const TILES = (IN_W + PIXELS - 1) / PIXELS;

fn weightAt(position: u32, channel: u32, filter_: u32) -> f32 {
  return load(w[(position * GROUP_INPUTS + channel) * OUT_C4 + filter_ / 4])[filter_ % 4];
}

fn gradientAt(origin: u32, filter_: u32) -> f32 { return load(dy[origin + filter_ / 4])[filter_ % 4]; }

fn gradients(origin: u32, filters: vec4u) -> vec4f {
  //% if ALIKE
  return vec4f(gradientAt(origin, filters.x));
  //% else
  return vec4f(gradientAt(origin, filters.x), gradientAt(origin, filters.y), gradientAt(origin, filters.z), gradientAt(origin, filters.w));
  //% end
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * IN_H * TILES * IN_C4) { return; }
  let vector = index % IN_C4;
  index /= IN_C4;
  let column = (index % TILES) * PIXELS;
  index /= TILES;
  let row = index % IN_H;
  let picture = index / IN_H;

  let channels = 4 * vector + vec4u(0, 1, 2, 3);
  let exists = channels < vec4u(GROUPS * GROUP_INPUTS);
  let groups = min(channels / vec4u(GROUP_INPUTS), vec4u(GROUPS - 1));
  let within = channels % vec4u(GROUP_INPUTS);
  //% for p in PIXELS
  var sum$p = vec4f();
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let rowSteps = i32(row) + PAD_TOP - i32(ky * DILATION);
    if (rowSteps < 0 || rowSteps % STRIDE != 0 || rowSteps / STRIDE >= i32(OUT_H)) { continue; }
    let rowStart = (picture * OUT_H + u32(rowSteps / STRIDE)) * OUT_W;
    for (var kx = 0u; kx < KERNEL; kx++) {
      let first = i32(column) + PAD_LEFT - i32(kx * DILATION);
      //% for p in PIXELS
      let steps$p = first + $p;
      let inside$p = (steps$p >= 0) & (steps$p % STRIDE == 0) & (steps$p / STRIDE < i32(OUT_W));
      let origin$p = (rowStart + u32(clamp(steps$p / STRIDE, 0, i32(OUT_W) - 1))) * OUT_C4;
      //% end
      let position = ky * KERNEL + kx;
      //% if DEPTHWISE
      let weight = load(w[position * OUT_C4 + vector]);
      //% for p in PIXELS
      sum$p += weight * select(vec4f(), load(dy[origin$p + vector]), inside$p);
      //% end
      //% else
      for (var f = 0u; f < GROUP_FILTERS; f++) {
        let filters = groups * vec4u(GROUP_FILTERS) + f;
        let weight = vec4f(
          weightAt(position, within.x, filters.x),
          weightAt(position, within.y, filters.y),
          weightAt(position, within.z, filters.z),
          weightAt(position, within.w, filters.w),
        );
        //% for p in PIXELS
        sum$p += weight * select(vec4f(), gradients(origin$p, filters), inside$p);
        //% end
      }
      //% end
    }
  }

  let outStart = ((picture * IN_H + row) * IN_W + column) * IN_C4 + vector;
  //% for p in PIXELS
  if (column + $p < IN_W) {
    let at = outStart + $p * IN_C4;
    sum$p = select(vec4f(), sum$p, exists);
    if (MASK != 0) { sum$p = masked(sum$p, load(activated[at])); }
    dx[at] = stored(sum$p);
  }
  //% end
}
