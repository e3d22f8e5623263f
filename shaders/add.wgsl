// Sum of two tensors: where a residual block's ways meet, and where the gradients of a tensor with two readers do.

@group(0) @binding(0) var<storage, read> a: array<Stored>;
@group(0) @binding(1) var<storage, read> b: array<Stored>;
// Output of the ReLU that made the tensor whose gradient this is; it is zero where that is not positive.
@group(0) @binding(2) var<storage, read> activated: array<Stored>;
@group(0) @binding(3) var<storage, read_write> sum: array<Stored>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (workgroup.x + workgroup.y * WORKGROUPS_X) * WORKGROUP + local;
  if (at >= COUNT) { return; }
  var value = load(a[at]) + load(b[at]);
  if (RELU != 0) { value = rectified(value); }
  if (MASK != 0) { value = masked(value, load(activated[at])); }
  sum[at] = stored(value);
}
