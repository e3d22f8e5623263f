// Largest value under each window, four channels an invocation, and where it lay: row × KERNEL + column inside the
// window, for the backward pass. As in PyTorch, the first of
// equal values counts, and what is not a number wins over all, the last one of several. Padding never wins.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;
@group(0) @binding(2) var<storage, read_write> places: array<vec4u>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * OUT_H * OUT_W * IN_C4) { return; }
  let channel = at % IN_C4;
  let column = at / IN_C4 % OUT_W;
  let row = at / (IN_C4 * OUT_W) % OUT_H;
  let picture = at / (IN_C4 * OUT_W * OUT_H);

  // What of the window lies in the picture: padding is at most half a window, so something does.
  let top = i32(row * STRIDE) - PAD_TOP;
  let left = i32(column * STRIDE) - PAD_LEFT;
  let firstRow = max(-top, 0);
  let endRow = min(i32(IN_H) - top, KERNEL);
  let firstColumn = max(-left, 0);
  let endColumn = min(i32(IN_W) - left, KERNEL);
  let origin = picture * IN_H * IN_W * IN_C4 + channel;

  var best = load(x[origin + u32((top + firstRow) * IN_W + left + firstColumn) * IN_C4]);
  var place = vec4u(u32(firstRow * KERNEL + firstColumn));
  for (var ky = firstRow; ky < endRow; ky++) {
    for (var kx = firstColumn; kx < endColumn; kx++) {
      let value = load(x[origin + u32((top + ky) * IN_W + left + kx) * IN_C4]);
      let isBetter = isNan(value) | ((value > best) & !isNan(best));
      best = select(best, value, isBetter);
      place = select(place, vec4u(u32(ky * KERNEL + kx)), isBetter);
    }
  }
  y[at] = stored(best);
  places[at] = place;
}
