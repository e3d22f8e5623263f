// PyTorch's NAdam (Dozat 2016): Adam whose mean of gradients looks one update ahead,
// m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  w ← w − lr (a m + b g) / (√(s / (1 − β₂ᵗ)) + ε), where a and b follow from t
// (src/engine/optim/nadam.ts). Weight decay is a part of the gradient.

@group(0) @binding(6) var<storage, read_write> means: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> squares: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let at = place.at;
  let gradient = place.gradient + place.weightDecay * weight;
  let mean = means[at] + (gradient - means[at]) * step.gain1;
  let square = squares[at] + (gradient * gradient - squares[at]) * step.gain2;
  means[at] = mean;
  squares[at] = square;
  let ahead = step.aheadMean * mean + step.aheadGradient * gradient;
  return weight - place.rate * ahead / (sqrt(square) * step.correction2 + step.epsilon);
}
