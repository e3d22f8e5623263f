// Comparisons that lose nothing that is not a number (NaN), so that it reaches the loss, which tells. A compiler may take it that
// there is none (the shading language lets it, and lavapipe finds `x != x` false), `min`, `max`, `clamp` and `sign` make a number of
// it on most devices, and `exp` and `log` do on some. So it is told by its bits. Stands before every kernel.

fn isNan(x: vec4f) -> vec4<bool> { return (bitcast<vec4i>(x) & vec4i(0x7fffffff)) > vec4i(0x7f800000); }

// Zero or less: as whole numbers, what is below zero lies up to −∞, whose bits are 0xff800000, and negative NaN above that.
fn isOff(x: vec4f) -> vec4<bool> { return (bitcast<vec4i>(x) <= vec4i(-0x800000)) | (bitcast<vec4i>(x) == vec4i()); }

// max(x, 0).
fn rectified(x: vec4f) -> vec4f { return select(x, vec4f(), isOff(x)); }

// What passes back through the ReLU that gave y: nothing where it is off (as in PyTorch, it is not where y is not a number).
fn masked(gradient: vec4f, y: vec4f) -> vec4f { return select(gradient, vec4f(), isOff(y)); }

// 0 · x, which is NaN of what is infinite or not a number.
fn nothingOf(x: vec4f) -> vec4f {
  let isBroken = (bitcast<vec4u>(x) & vec4u(0x7f800000)) == vec4u(0x7f800000);
  return bitcast<vec4f>(select(vec4u(), vec4u(0x7fc00000), isBroken));
}
