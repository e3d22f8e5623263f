// Lion (Chen et al., arXiv 2302.06675): w ← w − lr · (sign(β₁ m + (1 − β₁) g) + λ w);  m ← β₂ m + (1 − β₂) g.
// As in the authors' program, written with JAX, the sign of NaN is NaN.

@group(0) @binding(6) var<storage, read_write> means: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let mean = means[place.at];
  means[place.at] = mean + (place.gradient - mean) * step.gain2;
  let blend = mean + (place.gradient - mean) * step.gain1;
  let direction = select(sign(blend), blend, isNan(blend));
  return weight - place.rate * (direction + place.weightDecay * weight);
}
