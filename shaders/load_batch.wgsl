// Picks the pictures of a batch out of the data set, changes them as their augmentation says, normalises them,
// byte / 255 · scale + shift, and mixes each with its partner. An invocation makes four channels of four neighbouring
// columns of a row. The bytes lie by channel, row and column, each row in whole words. Pictures past the end of a batch
// that is not full become zeros.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> picks: array<Pick>;
@group(0) @binding(2) var<storage, read> normalisation: array<vec4f>; // scale, then shift, of each group of four channels
@group(0) @binding(3) var<storage, read> chunk0: array<u32>;
@group(0) @binding(4) var<storage, read> chunk1: array<u32>;
@group(0) @binding(5) var<storage, read> chunk2: array<u32>;
@group(0) @binding(6) var<storage, read> chunk3: array<u32>;
@group(0) @binding(7) var<storage, read_write> x: array<Stored>;

// Whether places lie in a line of `size`.
fn within(places: vec4i, size: i32) -> vec4<bool> { return (places >= vec4i(0)) & (places < vec4i(size)); }

// Places on a line of `size`, those beyond its ends mirrored at them without repeating the last (PyTorch's `reflect`).
fn reflected(places: vec4i, size: i32) -> vec4i {
  let last = vec4i(size - 1);
  return clamp(last - abs(last - abs(places)), vec4i(0), last);
}

// Two words of a chunk.
fn wordsOf(chunk: u32, first: u32, second: u32) -> vec2u {
  switch (chunk) {
    case 0: { return vec2u(chunk0[first], chunk0[second]); }
    case 1: { return vec2u(chunk1[first], chunk1[second]); }
    case 2: { return vec2u(chunk2[first], chunk2[second]); }
    default: { return vec2u(chunk3[first], chunk3[second]); }
  }
}

// Four columns of a picture, changed and normalised, each of a group of four channels.
fn changed(pick: Pick, group: u32, row: i32, column: i32) -> mat4x4f {
  let columns = column + vec4i(0, 1, 2, 3);
  let rowOf = vec4i(row + pick.shiftRow);
  let columnsOf = select(columns, WIDTH - 1 - columns, pick.flip != 0) + pick.shiftColumn;
  // What lies beside a picture is byte 0, or its mirror image.
  let isInside = vec4<bool>(pick.reflect != 0) | (within(rowOf, HEIGHT) & within(columnsOf, WIDTH));
  let sourceRow = reflected(rowOf, HEIGHT).x;
  let sources = reflected(columnsOf, WIDTH);
  // Mirrored or not, the four lie in one word or two that are neighbours.
  let first = min(min(sources.x, sources.y), min(sources.z, sources.w)) >> 2;
  let second = min(first + 1, ROW_WORDS - 1);
  let isSecond = (sources >> vec4u(2)) > vec4i(first);
  let offsets = vec4u(sources & vec4i(3)) * 8;
  var pixels = mat4x4f();
  //% for c in GROUP_CHANNELS
  if (group * 4 + $c < CHANNELS) {
    let start = pick.start + ((group * 4 + $c) * HEIGHT + u32(sourceRow)) * ROW_WORDS;
    let words = wordsOf(pick.chunk, start + u32(first), start + u32(second));
    let bytes = (select(vec4u(words.x), vec4u(words.y), isSecond) >> offsets) & vec4u(255);
    let contrasted = clamp(pick.contrast * (vec4f(bytes) / 255) + pick.grey, vec4f(), vec4f(1));
    pixels[$c] = select(vec4f(), min(pick.brightness * contrasted, vec4f(1)), isInside);
  }
  //% end
  pixels = transpose(pixels);

  let scale = normalisation[2 * group];
  let shift = normalisation[2 * group + 1];
  // A square covers the half of its size before its centre, and the rest from there on.
  let fromRow = row - pick.cutRow + pick.cutSize / 2;
  let fromColumns = columns - pick.cutColumn + pick.cutSize / 2;
  let isCut = within(vec4i(fromRow), pick.cutSize) & within(fromColumns, pick.cutSize);
  //% for k in 4
  pixels[$k] = select(pixels[$k] * scale + shift, vec4f(), isCut[$k]);
  //% end
  return pixels;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * HEIGHT * ROW_WORDS * IN_C4) { return; }
  let group = at % IN_C4;
  let column = at / IN_C4 % ROW_WORDS * 4;
  let row = at / (IN_C4 * ROW_WORDS) % HEIGHT;
  let picture = at / (IN_C4 * ROW_WORDS * HEIGHT);

  var pixels = mat4x4f();
  if (picture < step.pictures) {
    pixels = changed(picks[picture], group, i32(row), i32(column));
    if (step.partnerShare > 0) {
      let partner = changed(picks[(picture + step.partner) % step.pictures], group, i32(row), i32(column));
      pixels = pixels * (1 - step.partnerShare) + partner * step.partnerShare;
    }
  }
  let place = ((picture * HEIGHT + row) * WIDTH + column) * IN_C4 + group;
  //% for k in 4
  if (column + $k < WIDTH) { x[place + $k * IN_C4] = stored(pixels[$k]); }
  //% end
}
