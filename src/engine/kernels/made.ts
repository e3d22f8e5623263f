import type { Constants } from './expand';

// Which outputs a workgroup makes, as the shaders have it: see `KernelVariant.madeBy`.

const tiles = (length: number, tile: number) => Math.ceil(length / tile);

/** A number of `sizes`, by its name. */
const sizeIn = (sizes: Constants, name: string) => sizes[name] ?? NaN;

/** Every number below `count` that a workgroup of `size` invocations has. */
function invocations(workgroup: number, size: number, count: number): number[] {
  const first = workgroup * size;
  return Array.from({ length: Math.max(0, Math.min(size, count - first)) }, (_, local) => first + local);
}

/** One vector an invocation, in order, of as many as the product of these sizes. */
export const vectorsOf = (counted: readonly string[]) => (constants: Constants, workgroup: number) =>
  invocations(
    workgroup,
    sizeIn(constants, 'WORKGROUP'),
    counted.reduce((all, name) => all * sizeIn(constants, name), 1),
  );

/** `PIXELS` neighbours of a row by groups of channels an invocation: conv2d_direct.wgsl and its like; by one group, unless it is said. */
export const pixelsBy = (side: 'OUT' | 'IN', groups?: 'FILTER_GROUPS' | 'CHANNEL_GROUPS') => (constants: Constants, workgroup: number) => {
  const [columns, c4, pixels] = [`${side}_W`, `${side}_C4`, 'PIXELS'].map((name) => sizeIn(constants, name)) as [number, number, number];
  const tile = groups === undefined ? 1 : sizeIn(constants, groups);
  const [groupTiles, columnTiles] = [tiles(c4, tile), tiles(columns, pixels)];
  const rows = sizeIn(constants, 'BATCH') * sizeIn(constants, `${side}_H`);
  const made = invocations(workgroup, sizeIn(constants, 'WORKGROUP'), rows * columnTiles * groupTiles).flatMap((index) => {
    const [group, column] = [(index % groupTiles) * tile, (Math.floor(index / groupTiles) % columnTiles) * pixels];
    return block(Math.floor(index / (groupTiles * columnTiles)) * columns, column, Math.min(column + pixels, columns), c4, group, tile);
  });
  return made.toSorted((a, b) => a - b);
};

/** The same, where a workgroup's invocations have the same groups of channels: conv2d_sliding.wgsl. */
export function slidingPixels(constants: Constants, workgroup: number): readonly number[] {
  const [columns, c4, pixels, tile] = ['OUT_W', 'OUT_C4', 'PIXELS', 'GROUPS'].map((name) => sizeIn(constants, name)) as [number, number, number, number];
  const [groupTiles, columnTiles] = [tiles(c4, tile), tiles(columns, pixels)];
  const rows = sizeIn(constants, 'BATCH') * sizeIn(constants, 'OUT_H');
  const group = (workgroup % groupTiles) * tile;
  return invocations(Math.floor(workgroup / groupTiles), sizeIn(constants, 'WORKGROUP'), rows * columnTiles).flatMap((index) => {
    const column = (index % columnTiles) * pixels;
    return block(Math.floor(index / columnTiles) * columns, column, Math.min(column + pixels, columns), c4, group, tile);
  });
}

/** 64 positions by 8 lanes of groups: conv2d_tiled.wgsl, conv2d_input_grad_tiled.wgsl. */
export const positionsBy = (side: 'OUT' | 'IN', groups: 'FILTER_GROUPS' | 'CHANNEL_GROUPS') => (constants: Constants, workgroup: number) => {
  const [c4, tile] = [sizeIn(constants, `${side}_C4`), 8 * sizeIn(constants, groups)];
  const positions = sizeIn(constants, 'BATCH') * sizeIn(constants, `${side}_H`) * sizeIn(constants, `${side}_W`);
  const groupTiles = tiles(c4, tile);
  const first = Math.floor(workgroup / groupTiles) * 64;
  return block(0, first, Math.min(first + 64, positions), c4, (workgroup % groupTiles) * tile, tile);
};

/** Vectors at positions of a row, of a tile of groups. */
function block(rowStart: number, from: number, to: number, c4: number, group: number, tile: number): number[] {
  const made: number[] = [];
  for (let position = from; position < to; position++) {
    for (let c = group; c < Math.min(group + tile, c4); c++) made.push((rowStart + position) * c4 + c);
  }
  return made;
}

/** One group of channels at one position of `PICTURES` pictures an invocation: locally_connected2d.wgsl, locally_connected2d_input_grad.wgsl. */
export const picturesBy = (side: 'OUT' | 'IN') => (constants: Constants, workgroup: number) => {
  const [batch, pictures, c4] = ['BATCH', 'PICTURES', `${side}_C4`].map((name) => sizeIn(constants, name)) as [number, number, number];
  const positions = sizeIn(constants, `${side}_H`) * sizeIn(constants, `${side}_W`);
  const pictureTiles = tiles(batch, pictures);
  const made = invocations(workgroup, sizeIn(constants, 'WORKGROUP'), positions * pictureTiles * c4).flatMap((index) => {
    const [group, first, position] = [index % c4, (Math.floor(index / c4) % pictureTiles) * pictures, Math.floor(index / (c4 * pictureTiles))];
    return Array.from({ length: Math.min(pictures, batch - first) }, (_, picture) => ((first + picture) * positions + position) * c4 + group);
  });
  return made.toSorted((a, b) => a - b);
};

/** `FILTER_GROUPS` matrices of one channel group an invocation: locally_connected2d_weight_grad.wgsl. */
export function unsharedWeights(constants: Constants, workgroup: number): readonly number[] {
  const [filters, outputs] = [sizeIn(constants, 'FILTER_GROUPS'), sizeIn(constants, 'OUT_C4')];
  const filterTiles = tiles(outputs, filters);
  const places = ['SPLITS', 'OUT_H', 'OUT_W', 'KERNEL', 'KERNEL', 'IN_C4'].reduce((all, name) => all * sizeIn(constants, name), 1);
  return invocations(workgroup, sizeIn(constants, 'WORKGROUP'), places * filterTiles).flatMap((index) =>
    block(0, Math.floor(index / filterTiles), Math.floor(index / filterTiles) + 1, outputs, (index % filterTiles) * filters, filters),
  );
}

/** A tile of matrices at one kernel position of one split. */
function matrices(constants: Constants, tap: number, channel: number, channels: number, filter: number, filters: number): number[] {
  const [inputs, outputs] = [sizeIn(constants, 'IN_C4'), sizeIn(constants, 'OUT_C4')];
  const made: number[] = [];
  for (let c = channel; c < Math.min(channel + channels, inputs); c++) {
    for (let f = filter; f < Math.min(filter + filters, outputs); f++) made.push((tap * inputs + c) * outputs + f);
  }
  return made;
}

/** conv2d_weight_grad_direct.wgsl. */
export function weightsInRegisters(constants: Constants, workgroup: number): readonly number[] {
  const [channels, filters] = [sizeIn(constants, 'CHANNEL_GROUPS'), sizeIn(constants, 'FILTER_GROUPS')];
  const [channelTiles, filterTiles] = [tiles(sizeIn(constants, 'IN_C4'), channels), tiles(sizeIn(constants, 'OUT_C4'), filters)];
  const taps = sizeIn(constants, 'SPLITS') * sizeIn(constants, 'KERNEL') ** 2;
  const made = invocations(workgroup, sizeIn(constants, 'WORKGROUP'), taps * channelTiles * filterTiles).flatMap((index) => {
    const [filter, channel] = [(index % filterTiles) * filters, (Math.floor(index / filterTiles) % channelTiles) * channels];
    return matrices(constants, Math.floor(index / (filterTiles * channelTiles)), channel, channels, filter, filters);
  });
  return made.toSorted((a, b) => a - b);
}

/** A kernel row an invocation: conv2d_weight_grad_sliding.wgsl. */
export function slidingWeights(constants: Constants, workgroup: number): readonly number[] {
  const [channels, filters, kernel] = [sizeIn(constants, 'CHANNEL_GROUPS'), sizeIn(constants, 'FILTER_GROUPS'), sizeIn(constants, 'KERNEL')];
  const [channelTiles, filterTiles] = [tiles(sizeIn(constants, 'IN_C4'), channels), sizeIn(constants, 'FILTER_TILES')];
  const count = sizeIn(constants, 'SPLITS') * kernel * channelTiles * filterTiles;
  const made = invocations(workgroup, sizeIn(constants, 'WORKGROUP'), count).flatMap((index) => {
    const [filter, channel] = [(index % filterTiles) * filters, (Math.floor(index / filterTiles) % channelTiles) * channels];
    const row = Math.floor(index / (filterTiles * channelTiles)) * kernel;
    return Array.from({ length: kernel }, (_, kx) => matrices(constants, row + kx, channel, channels, filter, filters)).flat();
  });
  return made.toSorted((a, b) => a - b);
}

/** 8 × 8 lanes of tiles: conv2d_weight_grad_tiled.wgsl. */
export function tiledWeights(constants: Constants, workgroup: number): readonly number[] {
  const [channels, filters] = [8 * sizeIn(constants, 'CHANNEL_GROUPS'), 8 * sizeIn(constants, 'FILTER_GROUPS')];
  const [channelTiles, filterTiles] = [tiles(sizeIn(constants, 'IN_C4'), channels), tiles(sizeIn(constants, 'OUT_C4'), filters)];
  const tap = Math.floor(workgroup / (filterTiles * channelTiles));
  return matrices(constants, tap, (Math.floor(workgroup / filterTiles) % channelTiles) * channels, channels, (workgroup % filterTiles) * filters, filters);
}
