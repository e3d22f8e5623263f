// Muon's last part (Jordan, https://kellerjordan.github.io/posts/muon): w ← w − lr · (o + λ w) for weights whose updates o
// were made orthogonal, and AdamW for all other parameters, at a learning rate of their own, as in the author's program.

// 3e-4 / 0.02, the defaults of https://github.com/KellerJordan/Muon.
const SHARE = 0.015;

@group(0) @binding(8) var<storage, read> directions: array<vec4f>;

fn updated(place: Place, weight: vec4f) -> vec4f {
  let decay = place.weightDecay * weight;
  if (place.orthogonal) { return weight - place.rate * (decay + directions[place.at]); }
  return weight - SHARE * place.rate * (decay + adapted(place.at, place.gradient));
}
