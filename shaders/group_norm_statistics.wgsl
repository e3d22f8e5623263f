// What the values of each group of each picture are normalised with, from the moments of its channels: the mean of their means, and
// their squared deviations with those of the means from it (Chan, Golub and LeVeque 1979).

@group(0) @binding(0) var<storage, read> moments: array<Moments>;
@group(0) @binding(1) var<storage, read_write> statistics: array<Statistics>; // [picture][group]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (index >= BATCH * GROUPS) { return; }
  let first = index % GROUPS * SIZE;
  let start = index / GROUPS * IN_C4;
  var sum = 0f;
  for (var channel = first; channel < first + SIZE; channel++) { sum += moments[start + channel / 4].mean[channel % 4]; }
  let mean = sum / f32(SIZE);
  var squares = 0f;
  for (var channel = first; channel < first + SIZE; channel++) {
    let found = moments[start + channel / 4];
    let deviation = found.mean[channel % 4] - mean;
    squares += found.squares[channel % 4] + f32(POSITIONS) * deviation * deviation;
  }
  statistics[index] = Statistics(mean, inverseSqrt(squares / f32(SIZE * POSITIONS) + f32(EPSILON)));
}
