// Gradient of a locally connected layer with respect to its weights (see locally_connected2d.wgsl for the layouts): a sum over
// pictures alone, cut into SPLITS runs of ROWS pictures, whose partial sums the optimiser adds in order.
// An invocation makes FILTER_GROUPS matrices of 4 × 4 weights at one kernel position of one output position.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> dy: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dw: array<mat4x4f>;

const FILTER_TILES = (OUT_C4 + FILTER_GROUPS - 1) / FILTER_GROUPS;
const IN_PICTURE = IN_H * IN_W * IN_C4;
const OUT_PICTURE = OUT_H * OUT_W * OUT_C4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= SPLITS * OUT_H * OUT_W * KERNEL * KERNEL * IN_C4 * FILTER_TILES) { return; }
  let firstFilters = (index % FILTER_TILES) * FILTER_GROUPS;
  let matrix = index / FILTER_TILES;
  index = matrix;
  let channels = index % IN_C4;
  index /= IN_C4;
  let kx = index % KERNEL;
  index /= KERNEL;
  let ky = index % KERNEL;
  index /= KERNEL;
  let position = index % (OUT_H * OUT_W);
  let firstPicture = index / (OUT_H * OUT_W) * ROWS;

  //% for f in FILTER_GROUPS
  let filters$f = min(firstFilters + $f, OUT_C4 - 1);
  var sum$f = mat4x4f();
  //% end
  let row = i32(position / OUT_W) * STRIDE + i32(ky) - PAD_TOP;
  let column = i32(position % OUT_W) * STRIDE + i32(kx) - PAD_LEFT;
  if (row >= 0 && row < i32(IN_H) && column >= 0 && column < i32(IN_W)) {
    let origin = (u32(row) * IN_W + u32(column)) * IN_C4 + channels;
    for (var picture = firstPicture; picture < min(firstPicture + ROWS, BATCH); picture++) {
      let values = load(x[picture * IN_PICTURE + origin]);
      //% for f in FILTER_GROUPS
      let dy$f = load(dy[picture * OUT_PICTURE + position * OUT_C4 + filters$f]);
      sum$f += mat4x4f(dy$f * values.x, dy$f * values.y, dy$f * values.z, dy$f * values.w);
      //% end
    }
  }
  //% for f in FILTER_GROUPS
  if (firstFilters + $f < OUT_C4) { dw[matrix * OUT_C4 + filters$f] = sum$f; }
  //% end
}
