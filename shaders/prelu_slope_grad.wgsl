// Gradient with respect to the slopes of a PReLU: Σ dy · x over what is not positive, cut into SPLITS runs of ROWS rows, whose
// partial sums the optimiser adds in order. A row is a vector of four values for each of GROUPS groups of channels; where all
// channels share ONE slope, every vector is a row, and its four values are added too. An invocation makes one group of one run.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read> x: array<Stored>;
@group(0) @binding(2) var<storage, read_write> dslopes: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= SPLITS * GROUPS) { return; }
  let first = index / GROUPS * ROWS;
  let end = min(first + ROWS, COUNT / GROUPS);
  var total = vec4f();
  for (var row = first; row < end; row++) {
    let at = row * GROUPS + index % GROUPS;
    let given = load(x[at]);
    total += select(load(dy[at]) * given, vec4f(), given > vec4f());
  }
  if (ONE == 1) { total = vec4f(dot(total, vec4f(1)), 0, 0, 0); }
  dslopes[index] = total;
}
