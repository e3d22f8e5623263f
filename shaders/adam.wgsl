// PyTorch's Adam, whose weight decay is a part of the gradient, g ← g + λ w, and AdamW (DECOUPLED), which shrinks the weight
// by itself, w ← w − lr · λ w (Loshchilov and Hutter, arXiv 1711.05101).

fn updated(place: Place, weight: vec4f) -> vec4f {
  if (DECOUPLED != 0) {
    return weight - place.rate * (place.weightDecay * weight + adapted(place.at, place.gradient));
  }
  return weight - place.rate * adapted(place.at, place.gradient + place.weightDecay * weight);
}
