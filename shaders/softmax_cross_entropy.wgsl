// Softmax, cross-entropy, its gradient and the batch's figures in one: one workgroup, each invocation takes every
// WORKGROUP-th picture. loss = log Σ exp(z) − z[label], with the largest logit taken out first; the gradient is
// (softmax − one-hot) / pictures, and zero for pictures past the end of a batch that is not full.

struct Step {
  pictures: u32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
}

struct Pick {
  chunk: u32,
  start: u32,
  label: u32,
  change: u32,
}

struct Metrics {
  lossSum: f32,
  correct: u32,
  // Pictures whose loss is infinite or not a number, told by the bits: `x != x` may be optimised away.
  broken: u32,
  unused: u32,
}

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> picks: array<Pick>;
@group(0) @binding(3) var<storage, read_write> dlogits: array<f32>;
@group(0) @binding(4) var<storage, read_write> probabilities: array<f32>; // [batch][class]
@group(0) @binding(5) var<storage, read_write> metrics: Metrics;

var<workgroup> partial: array<Metrics, WORKGROUP>;

// Where the model's layout keeps the logit of a class.
const PLACES = array<u32, CLASSES>(
  //% for k in CLASSES
  CLASS_$k,
  //% end
);

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  var sums = Metrics();
  for (var picture = local; picture < BATCH; picture += WORKGROUP) {
    let start = picture * OUT_C4 * 4;
    for (var place = 0u; place < OUT_C4 * 4; place++) { dlogits[start + place] = 0.0; }

    var largest = logits[start + PLACES[0]];
    var best = 0u;
    for (var k = 1u; k < CLASSES; k++) {
      let logit = logits[start + PLACES[k]];
      if (logit > largest) {
        largest = logit;
        best = k;
      }
    }
    var total = 0.0;
    for (var k = 0u; k < CLASSES; k++) { total += exp(logits[start + PLACES[k]] - largest); }

    let label = picks[picture].label;
    let inBatch = picture < step.pictures;
    for (var k = 0u; k < CLASSES; k++) {
      let probability = exp(logits[start + PLACES[k]] - largest) / total;
      probabilities[picture * CLASSES + k] = probability;
      let gradient = (probability - f32(k == label)) / f32(step.pictures);
      if (inBatch) { dlogits[start + PLACES[k]] = gradient; }
    }

    if (inBatch) {
      let loss = log(total) + largest - logits[start + PLACES[label]];
      sums.lossSum += loss;
      sums.correct += u32(best == label);
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
