import { stages } from '../../../../engine/graph/presets/depth';
import { paddedIdentity, residualNetwork } from '../../../../engine/graph/presets/residual';
import { listOf, type ModelSpec } from '../../../../engine/graph/spec';
import type { Contender } from '../../../../state/comparison';

/** Networks of equal parameters, two that are compared behind one another. */
export const pairs = { width: ['wide', 'deep'], shortcut: ['plain', 'residual'] } as const;
export type Pair = keyof typeof pairs;
export const networkNames = [...pairs.width, ...pairs.shortcut];
export type NetworkName = (typeof networkNames)[number];

export function networkNamed(name: string): NetworkName {
  return networkNames.find((known) => known === name) ?? 'wide';
}

export function pairOf(name: NetworkName): Pair {
  return name === 'wide' || name === 'deep' ? 'width' : 'shortcut';
}

export const sizes = ['small', 'medium', 'large'] as const;
export type Size = (typeof sizes)[number];

export function sizeNamed(name: string): Size {
  return sizes.find((known) => known === name) ?? 'small';
}

/** Filters of the first stage, of networks of about equal parameters; the large ones are the presets `wide` and `deep`, and as wide as ResNet-20. */
const FILTERS: Readonly<Record<Size, { readonly wide: number; readonly deep: number; readonly residual: number }>> = {
  small: { wide: 16, deep: 7, residual: 4 },
  medium: { wide: 32, deep: 14, residual: 8 },
  large: { wide: 64, deep: 28, residual: 16 },
};

/** The same layers in the same order with nothing around them: a residual network becomes a plain one. */
export function withoutShortcuts(network: ModelSpec): ModelSpec {
  return { ...network, layers: network.layers.flatMap((layer) => (layer.type === 'residual' ? listOf(layer, 'layers') : [layer])) };
}

/** @param blocks residual blocks of each of three stages, or what becomes of them without their shortcuts. */
export function networkOf(name: NetworkName, size: Size, blocks: number): ModelSpec {
  const { wide, deep, residual } = FILTERS[size];
  // Without parameters in the shortcuts, a plain network has the same number to the last one.
  const withShortcuts = () => residualNetwork(blocks, paddedIdentity, residual);
  const make: Readonly<Record<NetworkName, () => ModelSpec>> = {
    wide: () => stages(1, wide),
    deep: () => stages(3, deep),
    plain: () => withoutShortcuts(withShortcuts()),
    residual: withShortcuts,
  };
  return make[name]();
}

export function contendersOf(pair: Pair, size: Size, blocks: number): readonly Contender[] {
  return pairs[pair].map((name) => ({ name, model: networkOf(name, size, blocks) }));
}
