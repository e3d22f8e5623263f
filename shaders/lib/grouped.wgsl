// What filters of a grouped convolution weigh: filter k belongs to group k / GROUP_FILTERS, and sees that group's GROUP_INPUTS
// channels alone. Stands before the kernels that read the input, their first binding `x`.

fn inputAt(origin: u32, channel: u32) -> f32 { return load(x[origin + channel / 4])[channel % 4]; }

// Channel c of the group of each of four filters, at the position whose values begin at `origin`. Filters that do not exist are
// counted to the last group: their weights are zero.
fn weighed(origin: u32, filters: u32, c: u32) -> vec4f {
  //% if DEPTHWISE
  return load(x[origin + filters]);
  //% else
  let groups = min((4 * filters + vec4u(0, 1, 2, 3)) / vec4u(GROUP_FILTERS), vec4u(GROUPS - 1));
  let channels = groups * vec4u(GROUP_INPUTS) + c;
  //% if ALIKE
  return vec4f(inputAt(origin, channels.x));
  //% else
  return vec4f(inputAt(origin, channels.x), inputAt(origin, channels.y), inputAt(origin, channels.z), inputAt(origin, channels.w));
  //% end
  //% end
}
