import { CHANNELS } from '../../data/batches';
import { everyNode } from '../../engine/graph/graph';
import { Inspector } from '../../engine/runtime/inspector';
import { normalise } from '../../engine/pictures/pictures';
import type { Wishes } from '../messages';
import type { Standing, Watcher } from '../watching';
import type { Workbench } from '../workbench';
import { isSame } from './pixels';

/** What every layer of the network in training makes of one picture. */
export class FeatureMaps implements Watcher {
  readonly every = 200;
  private wished: Wishes['maps'];
  private inspector: Inspector | undefined;

  constructor(private readonly workbench: () => Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'> | undefined) {}

  get isWanted(): boolean {
    return this.wished !== undefined;
  }

  /** What was made for the network stays until that goes: it may be looking. @returns whether something else is to be shown than before. */
  wish(wished: Wishes['maps']): boolean {
    const isOther = wished !== undefined && !(this.wished && isSame(wished.pixels, this.wished.pixels));
    this.wished = wished;
    return isOther;
  }

  async look({ trainer, step, send }: Standing): Promise<void> {
    const [workbench, wished] = [this.workbench(), this.wished];
    if (!workbench || !wished) return;
    const { device, pipelines } = workbench;
    this.inspector ??= await Inspector.create(device, trainer.graph, pipelines, 1, await workbench.beginningTraits('f32'), workbench.prover);
    const { inspector } = this;
    const input = normalise(wished.pixels, CHANNELS);
    inspector.takeWeights(trainer);
    inspector.show(input);
    const outputs = await inspector.outputs(everyNode(trainer.graph.nodes).map(({ path }) => path));
    send({ type: 'maps', report: { step, pixels: wished.pixels, input, outputs } });
  }

  leave(): void {
    this.inspector?.destroy();
    this.inspector = undefined;
  }
}
