// Gradient with respect to a bias, one a filter, where no kernel makes it along with that of the weights: a sum over pictures and
// positions, cut into SPLITS runs of ROWS rows, whose partial sums the optimiser adds in order. An invocation makes four filters
// of one run.

@group(0) @binding(0) var<storage, read> dy: array<Stored>;
@group(0) @binding(1) var<storage, read_write> dbias: array<vec4f>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= SPLITS * OUT_C4) { return; }
  let firstRow = at / OUT_C4 * ROWS;
  let endRow = min(firstRow + ROWS, BATCH * OUT_H);
  var total = vec4f();
  for (var position = firstRow * OUT_W; position < endRow * OUT_W; position++) { total += load(dy[position * OUT_C4 + at % OUT_C4]); }
  dbias[at] = total;
}
