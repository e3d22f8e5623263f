// What the kernels of normalisation in groups hand to one another. Of CHANNELS channels, SIZE neighbours make a group, of a picture
// each; GROUPS of them there are. They need not begin where vectors of four do.

// Of one picture's channels, four at a time: the means, and the sums of squared deviations from them.
struct Moments {
  mean: vec4f,
  squares: vec4f,
}

// Of one picture's channels: sums of dy, and of dy times the normalised input.
struct Sums {
  bias: vec4f,
  weight: vec4f,
}

// Of one group of one picture: what its values are normalised with, (x − mean) · scale, where scale is 1 / √(variance + ε).
struct Statistics {
  mean: f32,
  scale: f32,
}

// Of one group of one picture: means of γ dy, and of γ dy times the normalised input.
struct Means {
  gradient: f32,
  product: f32,
}

// The group of each of the channels of a vector, among those of all pictures. Padding takes the last one's.
fn groupsOf(picture: u32, vector: u32) -> vec4u {
  return picture * GROUPS + min(vector * 4 + vec4u(0, 1, 2, 3), vec4u(CHANNELS - 1)) / SIZE;
}

// Which channels of a vector there are.
fn isThere(vector: u32) -> vec4<bool> { return vector * 4 + vec4u(0, 1, 2, 3) < vec4u(CHANNELS); }
