import { CHANNELS } from '../../data/batches';
import { healthOf, picturesToLookAt, telling } from '../../engine/health';
import { Inspector } from '../../engine/runtime/inspector';
import { normalise } from '../../engine/runtime/pictures';
import type { Standing, Watcher } from '../watching';
import type { Workbench } from '../workbench';

/** How the layers of the network in training do: figures of what they give for the first test pictures, of their weights and gradients. */
export class Health implements Watcher {
  readonly every = 500;
  isWanted = false;
  private inspector: Inspector | undefined;

  constructor(private readonly workbench: () => Pick<Workbench, 'device' | 'pipelines' | 'beginningTraits'> | undefined) {}

  async look({ trainer, dataset: { test }, step, send }: Standing): Promise<void> {
    const workbench = this.workbench();
    if (!workbench) return;
    const { device, pipelines } = workbench;
    const { graph } = trainer;
    const pictures = Math.min(picturesToLookAt(graph), test.count);
    this.inspector ??= await Inspector.create(device, graph, pipelines, pictures, await workbench.beginningTraits('f32'));
    const { inspector } = this;
    inspector.takeWeights(trainer, 'present');
    inspector.show(joined(Array.from({ length: pictures }, (_, index) => normalise(test.picture(index), CHANNELS))));
    const outputs = await inspector.outputs(telling(graph).map(({ path }) => path));
    const weights = await trainer.readWeights();
    const gradients = step > 0 ? await trainer.readGradients() : [];
    send({ type: 'health', report: { step, pictures, layers: healthOf(graph, outputs, weights, gradients) } });
  }

  leave(): void {
    this.inspector?.destroy();
    this.inspector = undefined;
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
