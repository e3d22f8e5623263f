// Gradient of average pooling with respect to its input: each input value gathers its share of every window over it.

@group(0) @binding(0) var<storage, read> dy: array<vec4f>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(1) var<storage, read> activated: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> dx: array<vec4f>;

const GROUP_TILES = IN_C4 / GROUPS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * IN_H * IN_W * GROUP_TILES) { return; }
  let firstGroup = index % GROUP_TILES * GROUPS;
  let position = index / GROUP_TILES;
  let column = i32(position % IN_W) + PAD_LEFT;
  let row = i32(position / IN_W % IN_H) + PAD_TOP;
  let picture = position / (IN_W * IN_H);

  let firstRow = u32(max(row - KERNEL + STRIDE, 0)) / STRIDE;
  let endRow = min(u32(row) / STRIDE + 1, OUT_H);
  let firstColumn = u32(max(column - KERNEL + STRIDE, 0)) / STRIDE;
  let endColumn = min(u32(column) / STRIDE + 1, OUT_W);

  //% for g in GROUPS
  var sum$g = vec4f();
  //% end
  for (var outRow = firstRow; outRow < endRow; outRow++) {
    for (var outColumn = firstColumn; outColumn < endColumn; outColumn++) {
      let window = ((picture * OUT_H + outRow) * OUT_W + outColumn) * IN_C4 + firstGroup;
      //% for g in GROUPS
      sum$g += dy[window + $g];
      //% end
    }
  }
  let at = position * IN_C4 + firstGroup;
  //% for g in GROUPS
  sum$g /= f32(KERNEL * KERNEL);
  if (MASK != 0) { sum$g = select(vec4f(), sum$g, activated[at + $g] > vec4f()); }
  dx[at + $g] = sum$g;
  //% end
}
