// How values that layers hand to one another, and the weights that they read, lie in memory: in full precision, or in half
// (HALF), as numbers of the shader language where the adapter knows them (F16) and as packed bits where it does not.
// A kernel computes in full precision whatever is stored. Stands before every kernel.
//% if F16
enable f16;
alias Stored = vec4h;
alias StoredMatrix = mat4x4h;
fn load(values: Stored) -> vec4f { return vec4f(values); }
fn loadMatrix(matrix: StoredMatrix) -> mat4x4f { return mat4x4f(matrix); }
fn stored(values: vec4f) -> Stored { return vec4h(values); }
//% else
//% if HALF
alias Stored = vec2u;
alias StoredMatrix = array<vec2u, 4>;
fn load(values: Stored) -> vec4f { return vec4f(unpack2x16float(values.x), unpack2x16float(values.y)); }
fn loadMatrix(matrix: StoredMatrix) -> mat4x4f { return mat4x4f(load(matrix[0]), load(matrix[1]), load(matrix[2]), load(matrix[3])); }
// What rounds to an infinity, from 65,520 on, `pack2x16float` may make anything of, so that is done by hand.
fn stored(values: vec4f) -> Stored {
  let bits = bitcast<vec4u>(values);
  let isBeyond = bitcast<vec4i>(bits & vec4u(0x7fffffff)) >= vec4i(0x477ff000);
  let ends = ((bits >> vec4u(16)) & vec4u(0x8000)) | select(vec4u(0x7c00), vec4u(0x7e00), isNan(values));
  let beyond = select(vec4u(), ends, isBeyond);
  let within = select(values, vec4f(), isBeyond);
  return vec2u(pack2x16float(within.xy), pack2x16float(within.zw)) | beyond.xz | (beyond.yw << vec2u(16));
}
//% else
alias Stored = vec4f;
alias StoredMatrix = mat4x4f;
fn load(values: Stored) -> vec4f { return values; }
fn loadMatrix(matrix: StoredMatrix) -> mat4x4f { return matrix; }
fn stored(values: vec4f) -> Stored { return values; }
//% end
//% end
