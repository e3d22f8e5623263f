// Picks the pictures of a batch out of the data set, changes them as their augmentation says, and normalises them:
// byte / 255 · scale + shift. An invocation makes four channels of four neighbouring columns of a row.
// The bytes lie by channel, row and column, each row in whole words; what lies beside a picture is byte 0.
// Pictures past the end of a batch that is not full become zeros.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> picks: array<Pick>;
@group(0) @binding(2) var<storage, read> normalisation: array<vec4f>; // scale, then shift, of each group of four channels
@group(0) @binding(3) var<storage, read> chunk0: array<u32>;
@group(0) @binding(4) var<storage, read> chunk1: array<u32>;
@group(0) @binding(5) var<storage, read> chunk2: array<u32>;
@group(0) @binding(6) var<storage, read> chunk3: array<u32>;
@group(0) @binding(7) var<storage, read_write> x: array<Stored>;

// A cutout reaches from this many pixels before its centre to one less behind it.
const CUTOUT_HALF = 4;

fn within(value: i32, first: i32, end: i32) -> bool { return (value >= first) & (value < end); }

// Two words of a chunk.
fn wordsOf(chunk: u32, first: u32, second: u32) -> vec2u {
  switch (chunk) {
    case 0: { return vec2u(chunk0[first], chunk0[second]); }
    case 1: { return vec2u(chunk1[first], chunk1[second]); }
    case 2: { return vec2u(chunk2[first], chunk2[second]); }
    default: { return vec2u(chunk3[first], chunk3[second]); }
  }
}

// Four bytes of a row that begins at `row`, as values from 0 to 1; the first is at `column`, which may lie beside the row.
fn bytesAt(chunk: u32, row: u32, column: i32) -> vec4f {
  let word = column >> 2;
  let offset = u32(column & 3) * 8;
  let words = wordsOf(chunk, row + u32(clamp(word, 0, ROW_WORDS - 1)), row + u32(clamp(word + 1, 0, ROW_WORDS - 1)));
  let low = select(0u, words.x >> offset, within(word, 0, ROW_WORDS));
  let high = select(0u, words.y << ((32 - offset) & 31), (offset > 0) & within(word + 1, 0, ROW_WORDS));
  return unpack4x8unorm(low | high);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= BATCH * HEIGHT * ROW_WORDS * IN_C4) { return; }
  let group = at % IN_C4;
  let column = i32(at / IN_C4 % ROW_WORDS) * 4;
  let row = at / (IN_C4 * ROW_WORDS) % HEIGHT;
  let picture = at / (IN_C4 * ROW_WORDS * HEIGHT);
  let pick = picks[picture];
  let inBatch = picture < step.pictures;

  let flip = (pick.change & 1) != 0;
  let sourceRow = i32(row) + extractBits(i32(pick.change), 1, 4);
  let sourceColumn = select(column, WIDTH - 4 - column, flip) + extractBits(i32(pick.change), 5, 4);
  let isInside = inBatch & within(sourceRow, 0, HEIGHT);
  var pixels = mat4x4f();
  //% for c in GROUP_CHANNELS
  if (isInside & (group * 4 + $c < CHANNELS)) {
    let start = pick.start + ((group * 4 + $c) * HEIGHT + u32(sourceRow)) * ROW_WORDS;
    let found = bytesAt(pick.chunk, start, sourceColumn);
    pixels[$c] = select(found, found.wzyx, flip);
  }
  //% end
  pixels = transpose(pixels);

  let scale = normalisation[2 * group];
  let shift = normalisation[2 * group + 1];
  let fromCentreRow = i32(row) - i32(extractBits(pick.change, 10, 8));
  let fromCentre = column - i32(extractBits(pick.change, 18, 8));
  let cutsRow = ((pick.change & 0x200) != 0) & within(fromCentreRow, -CUTOUT_HALF, CUTOUT_HALF);
  let place = ((picture * HEIGHT + row) * WIDTH + u32(column)) * IN_C4 + group;
  //% for k in 4
  if (column + $k < WIDTH) {
    let isCut = cutsRow & within(fromCentre + $k, -CUTOUT_HALF, CUTOUT_HALF);
    x[place + $k * IN_C4] = stored(select(vec4f(), pixels[$k] * scale + shift, inBatch & !isCut));
  }
  //% end
}
