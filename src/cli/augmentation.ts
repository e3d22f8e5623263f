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
type AugmentationName = keyof typeof augmentations;
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

/** `--augment`, and options that say more of one augmentation, which each switch it on. */
export type AugmentationWords = Partial<Augmentation> & { readonly augment: readonly AugmentationName[] };

/** What all those options together ask for. @throws UsageError for a padding where nothing is shifted. */
export function augmentationOf({ augment, ...words }: AugmentationWords): Augmentation {
  const named = augment.reduce<Augmentation>((all, name) => ({ ...all, ...augmentations[name] }), noAugmentation);
  const known = (Object.keys(noAugmentation) as (keyof Augmentation)[]).filter((name) => words[name] !== undefined);
  const wanted = { ...named, ...Object.fromEntries(known.map((name) => [name, words[name]])) };
  if (words.shiftPadding !== undefined && wanted.shift === 0) throw new UsageError('--shift-padding needs --shift, or crop in --augment');
  return wanted;
}
