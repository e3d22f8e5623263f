// PyTorch's RMSprop, its α as β₂: g ← g + λ w;  s ← α s + (1 − α) g²;  v ← μ v + g / (√s + ε);  w ← w − lr · v.

@group(0) @binding(6) var<storage, read_write> squares: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> velocity: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let gradient = place.gradient + place.weightDecay * weight;
  let square = squares[place.at] + (gradient * gradient - squares[place.at]) * step.gain2;
  squares[place.at] = square;
  let speed = step.momentum * velocity[place.at] + gradient / (sqrt(square) + step.epsilon);
  velocity[place.at] = speed;
  return weight - place.rate * speed;
}
