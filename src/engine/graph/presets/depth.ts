import { model, type LayerSpec, type ModelSpec } from '../spec';
import { convSame, dense, halve, meanOfPicture, relu } from './parts';

/** Three stages of so many convolutions of 3 × 3, with twice the filters from stage to stage, each behind a pool but the first. */
export function stages(convolutions: number, filters: number): ModelSpec {
  const stage = (factor: number) => Array.from({ length: convolutions }, (): readonly LayerSpec[] => [convSame(filters * factor, 3), relu]).flat();
  return model([...stage(1), halve, ...stage(2), halve, ...stage(4), meanOfPicture, dense(10)]);
}

/** One convolution a stage, with many filters: 373,386 parameters. */
export const wide = stages(1, 64);

/** Three a stage, with so many filters that there are as many parameters: 369,386. */
export const deep = stages(3, 28);
