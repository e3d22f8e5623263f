// How a kernel that goes over all parameters finds its place and the gradient there. Stands before those kernels.
// A workgroup works inside one parameter tensor; its segment says which.
// Gradients are partial sums, added in order, and LOSS_SCALE times too large where weights are read in half precision
// (Micikevicius et al., arXiv 1710.03740); or they are GATHERED already, laid out as the parameters, to be multiplied by `factor`.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> segments: array<Segment>;
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(3) var<storage, read> factor: array<f32>;

struct Place {
  // False past the end of a tensor.
  exists: bool,
  // The vec4 in the parameters, and in whatever is laid out alike.
  at: u32,
  gradient: vec4f,
  rate: f32,
  weightDecay: f32,
  orthogonal: bool,
}

fn placeOf(index: u32, local: u32) -> Place {
  var place = Place();
  if (index >= WORKGROUPS) { return place; }
  let segment = segments[index];
  // Workgroups of one tensor follow one another; the tensor's first block has the same start.
  let offset = index * WORKGROUP + local - segment.parameters;
  if (offset >= segment.vectors) { return place; }
  place.exists = true;
  place.at = segment.parameters + offset;
  // What decays in a step is the same at any rate.
  let faster = select(1.0, step.shiftRate, segment.isShift != 0);
  place.rate = step.learningRate * faster;
  place.weightDecay = select(step.weightDecay, step.vectorDecay, segment.isVector != 0) / faster;
  place.orthogonal = segment.isOrthogonal != 0;
  if (GATHERED != 0) {
    place.gradient = gradients[place.at] * factor[0];
  } else {
    for (var split = 0u; split < segment.partials; split++) {
      place.gradient += gradients[segment.gradients + split * segment.vectors + offset];
    }
    place.gradient /= LOSS_SCALE;
  }
  return place;
}
