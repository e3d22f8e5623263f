// Every parameter in one dispatch: `updated`, which an optimiser's file defines, says what becomes of a weight.
// Where the kernels read weights in half precision, they read `halves`, a copy. Stands before the optimisers.

@group(0) @binding(4) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> halves: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = placeOf(workgroup.x + workgroup.y * WORKGROUPS_X, local);
  if (!place.exists) { return; }
  let weight = updated(place, parameters[place.at]);
  parameters[place.at] = weight;
  if (HALF != 0) { halves[place.at] = stored(weight); }
}
