// max(x, 0) where no producer could do it in passing. Written as a choice, so that what is not a number stays none and
// reaches the loss, which tells: `max` may make it 0.

@group(0) @binding(0) var<storage, read> x: array<Stored>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  let value = load(x[at]);
  y[at] = stored(select(value, vec4f(), value < vec4f()));
}
