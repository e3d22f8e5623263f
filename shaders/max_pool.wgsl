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

  var best = vec4f(-3.4028234e38);
  var place = vec4u(NOWHERE);
  for (var ky = 0u; ky < KERNEL; ky++) {
    let inputRow = i32(row * STRIDE + ky) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let inputColumn = i32(column * STRIDE + kx) - PAD_LEFT;
      if (inputColumn < 0 || inputColumn >= i32(IN_W)) { continue; }
      let value = load(x[((picture * IN_H + u32(inputRow)) * IN_W + u32(inputColumn)) * IN_C4 + channel]);
      // A place is taken by the first value seen, so that a window of −∞ still has one.
      let better = isNan(value) | ((value > best) & !isNan(best)) | (place == vec4u(NOWHERE));
      best = select(best, value, better);
      place = select(place, vec4u(ky * KERNEL + kx), better);
    }
  }
  y[at] = stored(best);
  places[at] = place;
}
