import { healthOf, picturesToLookAt, telling } from '../../engine/metrics/health';
import { Inspector } from '../../engine/runtime/inspector';
import type { Standing, Watcher } from '../watching';
import type { Workbench } from '../workbench';
import { normalised } from './batches';

/** How the layers of the network in training do: figures of what they give for the first test pictures, of their weights and gradients. */
export class Health implements Watcher {
  readonly every = 500;
  isWanted = false;
  private inspector: Inspector | undefined;

  constructor(private readonly workbench: () => Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'> | undefined) {}

  async look({ trainer, dataset: { test }, step, send }: Standing): Promise<void> {
    const workbench = this.workbench();
    if (!workbench) return;
    const { device, pipelines } = workbench;
    const { graph } = trainer;
    const pictures = Math.min(picturesToLookAt(graph), test.count);
    this.inspector ??= await Inspector.create(device, graph, pipelines, pictures, await workbench.beginningTraits('f32'), workbench.prover);
    const { inspector } = this;
    inspector.takeWeights(trainer, 'present');
    inspector.show(normalised(test, 0, pictures));
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
