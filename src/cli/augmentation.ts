import { InvalidArgumentError } from 'commander';
import { noAugmentation, type Augmentation } from '../engine/pictures/augmentation';
import { UsageError } from './errors';

/** What a name in `--augment` switches on. */
const augmentations = {
  flip: { flip: 'random' },
  crop: { shift: 4 },
  cutout: { cutout: 8 },
  brightness: { brightness: 0.2 },
  contrast: { contrast: 0.2 },
  mixup: { mixup: 1 },
} as const satisfies Readonly<Record<string, Partial<Augmentation>>>;
export type AugmentationName = keyof typeof augmentations;
export const augmentationNames = Object.keys(augmentations) as AugmentationName[];

/** Reads `--augment`. */
export function augmentationList(text: string): readonly AugmentationName[] {
  if (text === 'none') return [];
  const names = text.split(',').map((name) => name.trim());
  const known = augmentationNames.filter((name) => names.includes(name));
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown === undefined) return known;
  throw new InvalidArgumentError(`It must be none, or of ${augmentationNames.join(',')}; "${unknown}" is not one of them.`);
}

export const isAugmentation = (name: string): name is keyof Augmentation => Object.hasOwn(noAugmentation, name);

/** What `--augment` and the options that say more of one augmentation ask for together. @throws UsageError for a padding where nothing is shifted. */
export function augmentationOf(named: readonly AugmentationName[], typed: Partial<Augmentation>): Augmentation {
  const wanted = named.reduce<Augmentation>((all, name) => ({ ...all, ...augmentations[name] }), noAugmentation);
  const more = Object.fromEntries(Object.entries(typed).filter(([name]) => isAugmentation(name)));
  const together = { ...wanted, ...more };
  if (typed.shiftPadding !== undefined && together.shift === 0) throw new UsageError('--shift-padding needs --shift, or crop in --augment');
  return together;
}
