// PyTorch's Adagrad (Duchi et al., 2011): g ← g + λ w;  s ← s + g²;  w ← w − lr · g / (√s + ε).

@group(0) @binding(6) var<storage, read_write> squares: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let gradient = place.gradient + place.weightDecay * weight;
  let square = squares[place.at] + gradient * gradient;
  squares[place.at] = square;
  return weight - place.rate * gradient / (sqrt(square) + step.epsilon);
}
