// What the kernels of batch normalisation hand to one another, for a group of four channels. Sums over the batch are cut into
// SPLITS parts, each of every SPLITS-th row; a row is one position of one picture.

// Of a part: the mean, and the sum of squared deviations from it.
struct Moments {
  mean: vec4f,
  squares: vec4f,
}

// What a value is normalised with: (x − mean) · scale, where scale is 1 / √(variance + ε).
struct Statistics {
  mean: vec4f,
  scale: vec4f,
}

// Of a part: sums of dy, and of dy times the normalised input.
struct Sums {
  bias: vec4f,
  weight: vec4f,
}

