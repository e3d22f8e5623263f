// Softmax, cross-entropy, its gradient and the batch's figures in one: one workgroup, each invocation takes every
// WORKGROUP-th picture. loss = log Σ exp(z) − Σ y z, with the largest logit taken out first; the gradient is
// (softmax − y) / pictures of the update · LOSS_SCALE, and zero for pictures past the end of a batch that is not full.
// The target y is PyTorch's with label smoothing ε: ε / classes everywhere, and 1 − ε more at the label. Of a picture that
// is mixed with a partner, each of the two labels has its share of that.

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> logits: array<Stored>;
@group(0) @binding(2) var<storage, read> picks: array<Pick>;
@group(0) @binding(3) var<storage, read_write> dlogits: array<Stored>;
@group(0) @binding(4) var<storage, read_write> probabilities: array<f32>; // [batch][class]
@group(0) @binding(5) var<storage, read_write> metrics: Metrics;

var<workgroup> partial: array<Metrics, WORKGROUP>;

// Where the model's layout keeps the logit of a class, and the class whose logit lies at a place (CLASSES where none does).
const PLACE_OF = array<u32, CLASSES>(
  //% for k in CLASSES
  PLACE_$k,
  //% end
);
const CLASS_AT = array<u32, PLACES>(
  //% for p in PLACES
  CLASS_$p,
  //% end
);

fn logitOf(picture: u32, class_: u32) -> f32 {
  let place = PLACE_OF[class_];
  return load(logits[(picture * PLACES + place) / 4])[place % 4];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  var sums = Metrics();
  for (var picture = local; picture < BATCH; picture += WORKGROUP) {
    var largest = logitOf(picture, 0);
    var best = 0u;
    for (var k = 1u; k < CLASSES; k++) {
      let logit = logitOf(picture, k);
      // What is not a number counts as the largest, as for torch.argmax.
      if (!isNan(vec4f(largest)).x && (logit > largest || isNan(vec4f(logit)).x)) {
        largest = logit;
        best = k;
      }
    }
    // NaN beside a logit that is +∞ or not a number, or where all are −∞: PyTorch's softmax then is NaN for every class.
    let nothing = nothingOf(vec4f(largest)).x;
    var total = 0.0;
    for (var k = 0u; k < CLASSES; k++) { total += exp(logitOf(picture, k) - largest); }

    let label = picks[picture].label;
    let partner = picks[(picture + step.partner) % step.pictures].label;
    let inBatch = picture < step.pictures;
    let elsewhere = step.labelSmoothing / CLASSES;
    var targeted = (1 - step.labelSmoothing) * mix(logitOf(picture, label), logitOf(picture, partner), step.partnerShare);
    if (step.labelSmoothing > 0) {
      for (var k = 0u; k < CLASSES; k++) { targeted += elsewhere * logitOf(picture, k); }
    }
    for (var k = 0u; k < CLASSES; k++) { probabilities[picture * CLASSES + k] = exp(logitOf(picture, k) - largest) / total + nothing; }
    for (var place = 0u; place < PLACES; place += 4) {
      var gradient = vec4f();
      for (var i = 0u; i < 4; i++) {
        let k = CLASS_AT[place + i];
        if (inBatch && k < CLASSES) {
          let labelled = mix(f32(k == label), f32(k == partner), step.partnerShare);
          let wanted = elsewhere + (1 - step.labelSmoothing) * labelled;
          gradient[i] = (probabilities[picture * CLASSES + k] - wanted) / f32(step.total) * LOSS_SCALE;
        }
      }
      dlogits[(picture * PLACES + place) / 4] = stored(gradient);
    }

    if (inBatch) {
      let loss = log(total) + largest - targeted + nothing;
      sums.lossSum += loss;
      sums.correct += u32(best == select(label, partner, step.partnerShare > 0.5));
      sums.broken += u32((bitcast<u32>(loss) & 0x7f800000u) == 0x7f800000u);
    }
  }

  partial[local] = sums;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < WORKGROUP; i++) {
      sums.lossSum += partial[i].lossSum;
      sums.correct += partial[i].correct;
      sums.broken += partial[i].broken;
    }
    metrics = sums;
  }
}
