// Gradient of a locally connected layer with respect to its input (see locally_connected2d.wgsl for the layouts): a value
// gathers from the outputs that read it. An invocation makes one position by four channels for PICTURES pictures.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
// Output of the ReLU that made the input; its gradient is zero where this is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

const TILES = (BATCH + PICTURES - 1) / PICTURES;
const IN_PICTURE = IN_H * IN_W * IN_C4;
const OUT_PICTURE = OUT_H * OUT_W * OUT_C4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= IN_PICTURE * TILES) { return; }
  let channels = index % IN_C4;
  index /= IN_C4;
  let firstPicture = (index % TILES) * PICTURES;
  let position = index / TILES;

  //% for p in PICTURES
  let picture$p = min(firstPicture + $p, BATCH - 1);
  var sum$p = vec4f();
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let rowSteps = i32(position / IN_W) + PAD_TOP - i32(ky);
    if (rowSteps < 0 || rowSteps % STRIDE != 0 || rowSteps / STRIDE >= i32(OUT_H)) { continue; }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let columnSteps = i32(position % IN_W) + PAD_LEFT - i32(kx);
      if (columnSteps < 0 || columnSteps % STRIDE != 0 || columnSteps / STRIDE >= i32(OUT_W)) { continue; }
      let reader = u32(rowSteps / STRIDE) * OUT_W + u32(columnSteps / STRIDE);
      let weights = (((reader * KERNEL + ky) * KERNEL + kx) * IN_C4 + channels) * OUT_C4;
      for (var f = 0u; f < OUT_C4; f++) {
        let weight = loadMatrix(w[weights + f]);
        //% for p in PICTURES
        sum$p += load(dy[picture$p * OUT_PICTURE + reader * OUT_C4 + f]) * weight;
        //% end
      }
    }
  }

  //% for p in PICTURES
  if (firstPicture + $p < BATCH) {
    let at = (firstPicture + $p) * IN_PICTURE + position * IN_C4 + channels;
    if (MASK != 0) { sum$p = masked(sum$p, load(activated[at])); }
    dx[at] = stored(sum$p);
  }
  //% end
}
