// Layer whose weights are not shared, forward: a convolution with kernels of its own for every position of the output. What is
// fetched of the weights serves one position only, so an invocation makes that position by four filters for PICTURES pictures.
//
// x: [picture][row][column][channel group] of 4 channels
// w: [row][column][kernel row][kernel column][channel group][filter group] of 4 × 4: column i of the matrix is channel i
// y: [picture][row][column][filter group] of 4 filters

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read> w: array<StoredMatrix>;
@group(0) @binding(2) var<storage, read> bias: array<Stored>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

const TILES = (BATCH + PICTURES - 1) / PICTURES;
const IN_PICTURE = IN_H * IN_W * IN_C4;
const OUT_PICTURE = OUT_H * OUT_W * OUT_C4;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= OUT_PICTURE * TILES) { return; }
  let filters = index % OUT_C4;
  index /= OUT_C4;
  let firstPicture = (index % TILES) * PICTURES;
  let position = index / TILES;
  let row = position / OUT_W;
  let column = position % OUT_W;

  var start = vec4f();
  if (BIAS != 0) { start = load(bias[filters]); }
  //% for p in PICTURES
  let picture$p = min(firstPicture + $p, BATCH - 1);
  var sum$p = start;
  //% end

  for (var ky = 0u; ky < KERNEL; ky++) {
    let inputRow = i32(row * STRIDE + ky) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let inputColumn = i32(column * STRIDE + kx) - PAD_LEFT;
      if (inputColumn < 0 || inputColumn >= i32(IN_W)) { continue; }
      let origin = (u32(inputRow) * IN_W + u32(inputColumn)) * IN_C4;
      let weights = ((position * KERNEL + ky) * KERNEL + kx) * IN_C4 * OUT_C4 + filters;
      for (var c = 0u; c < IN_C4; c++) {
        let weight = loadMatrix(w[weights + c * OUT_C4]);
        //% for p in PICTURES
        sum$p += weight * load(x[picture$p * IN_PICTURE + origin + c]);
        //% end
      }
    }
  }

  //% for p in PICTURES
  if (firstPicture + $p < BATCH) {
    if (RELU != 0) { sum$p = rectified(sum$p); }
    y[(firstPicture + $p) * OUT_PICTURE + position * OUT_C4 + filters] = stored(sum$p);
  }
  //% end
}
