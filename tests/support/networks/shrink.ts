import { listOf, type LayerSpec, type OptionValue } from '../../../src/engine/graph/spec';
import { layerDefinition } from '../../../src/engine/layers';
import { graphOf, type NetworkCase } from './case';

/** The splits of an adapter that a CPU plays. */
const USUAL_PARALLELISM = 1024;
/** Options that say how many channels a layer gives. */
const CHANNELS = ['filters', 'units', 'channels'];
/** Options that say how large a layer is; the others go back to their defaults. */
const SIZES: readonly string[] = [...CHANNELS, 'kernel', 'size'];

/**
 * The smallest case that still fails, as far as small steps lead: fewer layers, pictures, channels, rows, columns, options.
 * @param fails tells whether a case that can be trained fails; no more than `tries` are asked for.
 */
export async function shrink(drawn: NetworkCase, fails: (smaller: NetworkCase) => Promise<boolean>, tries = 200): Promise<NetworkCase> {
  for (const smaller of smallerThan(drawn)) {
    if (tries === 0) return drawn;
    if (!graphOf(smaller)) continue;
    tries--;
    if (await fails(smaller)) return shrink(smaller, fails, tries);
  }
  return drawn;
}

/** Cases that are smaller by one thing, the boldest first. */
function* smallerThan(drawn: NetworkCase): Generator<NetworkCase> {
  const { model, batch, pictures } = drawn;
  const { input, layers } = model;
  for (const fewer of withoutOne(layers)) yield { ...drawn, model: { ...model, layers: fewer } };
  for (const room of lessThan(batch)) yield { ...drawn, batch: room, pictures: Math.min(pictures, room) };
  if (pictures < batch) yield { ...drawn, pictures: batch };
  for (const side of ['height', 'width', 'channels'] as const) {
    for (const length of lessThan(input[side])) yield { ...drawn, model: { ...model, input: { ...input, [side]: length } } };
  }
  for (const count of new Set(countsIn(layers))) {
    for (const less of lessThan(count)) yield { ...drawn, model: { ...model, layers: layers.map((layer) => withEvery(layer, count, less)) } };
  }
  for (const plainer of withOneLess(layers)) yield { ...drawn, model: { ...model, layers: plainer } };
  if (drawn.parallelism !== USUAL_PARALLELISM) yield { ...drawn, parallelism: USUAL_PARALLELISM };
}

/** Half of a number, and one less than it. */
function lessThan(count: number): readonly number[] {
  return [...new Set([Math.floor(count / 2), count - 1])].filter((less) => less > 0 && less < count);
}

/** The list with one layer of it changed, wherever it lies. */
function* changedAt(layers: readonly LayerSpec[], change: (layer: LayerSpec) => Iterable<readonly LayerSpec[]>): Generator<readonly LayerSpec[]> {
  for (const [at, layer] of layers.entries()) {
    for (const instead of change(layer)) yield layers.toSpliced(at, 1, ...instead);
    for (const name of layerDefinition(layer.type)?.lists ?? []) {
      for (const list of changedAt(listOf(layer, name), change)) yield layers.with(at, { ...layer, [name]: list });
    }
  }
}

/** Without one layer, or with a block's own in its place. */
function withoutOne(layers: readonly LayerSpec[]): Iterable<readonly LayerSpec[]> {
  return changedAt(layers, (layer) => [[], ...(layerDefinition(layer.type)?.lists ?? []).map((name) => listOf(layer, name))]);
}

/** With an option of one layer less, or as it usually is. */
function withOneLess(layers: readonly LayerSpec[]): Iterable<readonly LayerSpec[]> {
  return changedAt(layers, function* (layer) {
    for (const [name, value] of Object.entries(layer)) {
      if (name === 'type' || typeof value === 'object') continue;
      for (const option of plainerThan(name, value)) {
        const others = Object.fromEntries(Object.entries(layer).filter(([other]) => other !== name));
        yield [{ ...others, type: layer.type, ...(option === undefined ? {} : { [name]: option }) }];
      }
    }
  });
}

/** The numbers of channels that layers give, those inside blocks too. */
function countsIn(layers: readonly LayerSpec[]): readonly number[] {
  return layers.flatMap((layer) => [
    ...CHANNELS.flatMap((name) => (typeof layer[name] === 'number' ? [layer[name]] : [])),
    ...(layerDefinition(layer.type)?.lists ?? []).flatMap((list) => countsIn(listOf(layer, list))),
  ]);
}

/** A layer with less of a number of channels wherever it gives so many: ways of a block must agree. */
function withEvery(layer: LayerSpec, count: number, less: number): LayerSpec {
  const fewer = CHANNELS.filter((name) => layer[name] === count).map((name) => [name, less] as const);
  const lists = (layerDefinition(layer.type)?.lists ?? []).map((list) => [list, listOf(layer, list).map((inner) => withEvery(inner, count, less))] as const);
  return { ...layer, ...Object.fromEntries(fewer), ...Object.fromEntries(lists) };
}

function plainerThan(name: string, value: OptionValue): readonly (OptionValue | undefined)[] {
  if (typeof value === 'number' && SIZES.includes(name)) return lessThan(value);
  return [undefined];
}
