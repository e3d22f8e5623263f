// Mean under each window, GROUPS groups of four channels an invocation. Zeros of the padding count, as in PyTorch.

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

const GROUP_TILES = IN_C4 / GROUPS;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * OUT_H * OUT_W * GROUP_TILES) { return; }
  let firstGroup = index % GROUP_TILES * GROUPS;
  let place = index / GROUP_TILES;
  let column = place % OUT_W;
  let row = place / OUT_W % OUT_H;
  let picture = place / (OUT_W * OUT_H);

  //% for g in GROUPS
  var sum$g = vec4f();
  //% end
  for (var ky = 0u; ky < KERNEL; ky++) {
    let inputRow = i32(row * STRIDE + ky) - PAD_TOP;
    if (inputRow < 0 || inputRow >= i32(IN_H)) { continue; }
    for (var kx = 0u; kx < KERNEL; kx++) {
      let inputColumn = i32(column * STRIDE + kx) - PAD_LEFT;
      if (inputColumn < 0 || inputColumn >= i32(IN_W)) { continue; }
      let origin = ((picture * IN_H + u32(inputRow)) * IN_W + u32(inputColumn)) * IN_C4 + firstGroup;
      //% for g in GROUPS
      sum$g += x[origin + $g];
      //% end
    }
  }
  //% for g in GROUPS
  y[place * IN_C4 + firstGroup + $g] = sum$g / f32(KERNEL * KERNEL);
  //% end
}
