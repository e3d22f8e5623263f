// Adam's direction (Kingma and Ba, arXiv 1412.6980), for the optimisers that use it:
// m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  m / (1 − β₁ᵗ) / (√(s / (1 − β₂ᵗ)) + ε).

@group(0) @binding(6) var<storage, read_write> means: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> squares: array<vec4f>;

fn adapted(at: u32, gradient: vec4f) -> vec4f {
  let mean = means[at] + (gradient - means[at]) * step.gain1;
  let square = squares[at] + (gradient * gradient - squares[at]) * step.gain2;
  means[at] = mean;
  squares[at] = square;
  return step.correction1 * mean / (sqrt(square) * step.correction2 + step.epsilon);
}
