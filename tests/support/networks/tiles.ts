import type { Dispatch } from '../../../src/engine/plan/dispatch';

/** An operator, as far as its tiles are concerned. */
interface Tiled {
  readonly dispatch: Dispatch;
}

/** So much is there, and so much of it does a tile cover. */
interface Covered {
  readonly count: number;
  readonly tile: number;
}

/** A size of the operator, or of the way in which it is cut; 0 for one that it does not have. */
export function sizeOf({ dispatch: { sizes, constants } }: Tiled, name: string): number {
  return sizes[name] ?? constants[name] ?? 0;
}

/** What tiles of a product cover: neighbours (columns, pictures, or positions of the batch), and groups of four channels. */
export function tilesOf(operator: Tiled): { readonly neighbours: readonly Covered[]; readonly groups: readonly Covered[] } {
  const { kernel, variant, constants } = operator.dispatch;
  const size = (name: string) => sizeOf(operator, name);
  const covers = (...names: readonly string[]) => names.map((name) => constants[name]).find((value) => value !== undefined) ?? 1;
  const lanes = variant === 'tiled' ? 8 : 1;
  if (kernel.endsWith('WeightGrad')) {
    const neighbours = variant === 'tiled' ? { count: size('ROWS') * size('OUT_W'), tile: 8 } : { count: size('OUT_W'), tile: covers('TURN') };
    const filters = { count: size('OUT_C4'), tile: lanes * covers('FILTER_GROUPS') };
    return { neighbours: [neighbours], groups: [filters, { count: size('IN_C4'), tile: lanes * covers('CHANNEL_GROUPS') }] };
  }
  const side = kernel.endsWith('InputGrad') ? 'IN' : 'OUT';
  // Backward, the sliding kernel is told the sizes the other way about: the operator's own say what is made.
  const [height, width, channels] = [size(`${side}_H`), size(`${side}_W`), size(`${side}_C4`)];
  const along = kernel.startsWith('locally') ? { count: size('BATCH'), tile: covers('PICTURES') } : { count: width, tile: covers('PIXELS') };
  const neighbours = variant === 'tiled' ? { count: size('BATCH') * height * width, tile: 64 } : along;
  const groups = variant === 'direct' ? covers(side === 'OUT' ? 'FILTER_GROUPS' : 'CHANNEL_GROUPS') : covers('GROUPS', 'FILTER_GROUPS', 'CHANNEL_GROUPS');
  return { neighbours: [neighbours], groups: [{ count: channels, tile: lanes * groups }] };
}

/** Rows that the gradient of weights is a sum of. Weights that are not shared have one of each picture. */
export function rowsOf(operator: Tiled): number {
  return sizeOf(operator, 'BATCH') * rowsOfPicture(operator);
}

function rowsOfPicture(operator: Tiled): number {
  return operator.dispatch.kernel.startsWith('locally') ? 1 : sizeOf(operator, 'OUT_H');
}

/** Whether a split holds the end of one picture and the start of the next. */
export function isAcross(operator: Tiled): boolean {
  const [all, picture, rows] = [rowsOf(operator), rowsOfPicture(operator), sizeOf(operator, 'ROWS')];
  if (picture === 1) return false;
  for (let first = 0; first < all; first += rows) {
    if (Math.floor(first / picture) !== Math.floor((Math.min(first + rows, all) - 1) / picture)) return true;
  }
  return false;
}
