// The activation functions, four values at once, each with its derivative; a shader keeps the one whose constant is not 0.
// `derivative` takes what the backward pass has at hand (src/engine/plan/activation.ts): the output where that tells it, so
// that the input need not be kept, else the input.
// Exponents are never positive, so that nothing overflows. Of what is not a number `activation` may make anything (`exp` does):
// activation.wgsl keeps it. A derivative multiplies by it or adds it, or does as PyTorch, whose leaky ReLU has its slope there.

//% if LEAKY_RELU
// SLOPE · x where x is not positive, which has the sign of x.
fn activation(x: vec4f) -> vec4f { return select(x, f32(SLOPE) * x, x <= vec4f()); }
fn derivative(y: vec4f) -> vec4f { return select(vec4f(f32(SLOPE)), vec4f(1), y > vec4f()); }
//% end

//% if SIGMOID
fn activation(x: vec4f) -> vec4f { return sigmoid(x); }
fn derivative(y: vec4f) -> vec4f { return y * (1 - y); }
//% end

//% if TANH
// (1 − e^−2|x|) / (1 + e^−2|x|) with the sign of x.
fn activation(x: vec4f) -> vec4f {
  let lessOne = expm1(-2 * abs(x));
  return select(lessOne, -lessOne, x > vec4f()) / (2 + lessOne);
}
fn derivative(y: vec4f) -> vec4f { return 1 - y * y; }
//% end

//% if GELU
// x Φ(x), where Φ is the distribution and φ the density of the standard normal distribution (Hendrycks and Gimpel, arXiv 1606.08415).
fn activation(x: vec4f) -> vec4f { return x * distribution(x); }
fn derivative(x: vec4f) -> vec4f { return distribution(x) + x * density(x); }

// φ(x) = e^(−x²/2) / √2π
fn density(x: vec4f) -> vec4f { return 0.3989422804 * exp(-0.5 * x * x); }

// Φ(x) within 7.5e-8: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17.
fn distribution(x: vec4f) -> vec4f {
  let t = 1 / (1 + 0.2316419 * abs(x));
  let sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  let tail = density(x) * sum;
  return select(tail, 1 - tail, x > vec4f());
}
//% end

//% if SILU
// x σ(x) (Elfwing et al., arXiv 1702.03118).
fn activation(x: vec4f) -> vec4f { return x * sigmoid(x); }
fn derivative(x: vec4f) -> vec4f {
  let s = sigmoid(x);
  return s * (1 + x * (1 - s));
}
//% end

//% if ELU
// ALPHA (e^x − 1) where x is not positive (Clevert et al., arXiv 1511.07289).
fn activation(x: vec4f) -> vec4f { return select(x, f32(ALPHA) * expm1(-abs(x)), x <= vec4f()); }
fn derivative(y: vec4f) -> vec4f { return select(y + f32(ALPHA), vec4f(1), y > vec4f()); }
//% end

//% if SCALE
// FACTOR · x, whose derivative no value tells.
fn activation(x: vec4f) -> vec4f { return f32(FACTOR) * x; }
fn derivative(y: vec4f) -> vec4f { return vec4f(f32(FACTOR)); }
//% end

// σ(x) = 1 / (1 + e^−x), both sides by e^−|x|.
fn sigmoid(x: vec4f) -> vec4f {
  let power = exp(-abs(x));
  return select(power, vec4f(1), x >= vec4f()) / (1 + power);
}

// e^x − 1 for x ≤ 0; near zero, where the difference would lose its digits, by its series.
fn expm1(x: vec4f) -> vec4f {
  let series = x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6)))));
  return select(exp(x) - 1, series, x > vec4f(-0.25));
}
