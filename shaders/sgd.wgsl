// PyTorch's SGD: g ← g + λ w;  v ← μ v + g;  w ← w − lr · v, or with Nesterov's momentum w ← w − lr · (g + μ v).

@group(0) @binding(6) var<storage, read_write> velocity: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let gradient = place.gradient + place.weightDecay * weight;
  let speed = step.momentum * velocity[place.at] + gradient;
  velocity[place.at] = speed;
  return weight - place.rate * select(speed, gradient + step.momentum * speed, step.nesterov != 0);
}
