import { softmax } from '../engine/metrics/softmax';
import type { Standing, Watcher } from './watching';

/** Test pictures whose predictions the page shows. */
const SHOWN_PICTURES = 30;

/** What the network thinks the first test pictures are. */
export class Predictions implements Watcher {
  readonly every = 2000;
  readonly isWanted = true;

  async look({ trainer, sources, dataset: { test }, step, send }: Standing): Promise<void> {
    const indices = Uint32Array.from({ length: Math.min(SHOWN_PICTURES, test.count) }, (_, index) => index);
    const { classes } = trainer.plan;
    const probabilities = softmax(await trainer.logits(sources.test, indices), classes);
    const items = Array.from(indices, (index) => ({
      index,
      label: test.label(index),
      pixels: test.picture(index).slice(),
      probabilities: probabilities.slice(index * classes, (index + 1) * classes),
    }));
    send({ type: 'predictions', step, items });
  }
}
