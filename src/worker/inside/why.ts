import { CHANNELS } from '../../data/batches';
import { gradCam } from '../../engine/attribution/gradCam';
import { saliency } from '../../engine/attribution/saliency';
import { indexOfLargest, softmax } from '../../engine/metrics/softmax';
import { mapLayers } from '../../engine/graph/classifier';
import { Inspector } from '../../engine/runtime/inspector';
import { normalise } from '../../engine/pictures/pictures';
import type { WhyMap, WhyWish, Wishes } from '../messages';
import type { Standing, Watcher } from '../watching';
import type { Workbench } from '../workbench';
import { isSame } from './pixels';

/** Why the network in training says what it says of a picture, as far as one pass forward and one back tell. */
export class Why implements Watcher {
  readonly every = 500;
  private wished: Wishes['why'];
  private inspector: Inspector | undefined;

  constructor(private readonly workbench: () => Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'> | undefined) {}

  get isWanted(): boolean {
    return this.wished !== undefined;
  }

  /** What was made for the network stays until that goes: it may be looking. @returns whether something else is to be shown than before. */
  wish(wished: Wishes['why']): boolean {
    const isOther = wished !== undefined && !isSameWish(wished, this.wished);
    this.wished = wished;
    return isOther;
  }

  async look({ trainer, step, send }: Standing): Promise<void> {
    const [workbench, wished] = [this.workbench(), this.wished];
    if (!workbench || !wished) return;
    const { device, pipelines } = workbench;
    const { graph } = trainer;
    this.inspector ??= await Inspector.create(device, graph, pipelines, 1, await workbench.beginningTraits('f32'), workbench.prover);
    const { inspector } = this;
    const layers = mapLayers(graph);
    const layer = layers.find(({ path }) => path === wished.path) ?? layers.at(-1);
    const last = graph.nodes.at(-1)?.path ?? '';
    inspector.takeWeights(trainer);
    inspector.show(normalise(wished.pixels, CHANNELS));
    const outputs = await inspector.outputs(layer ? [last, layer.path] : [last]);
    const logits = outputs.get(last) ?? new Float32Array();
    const label = wished.label ?? indexOfLargest(logits);
    inspector.trace(Float32Array.from(logits, (_, at) => (at === label ? 1 : 0)));
    let cam: WhyMap | undefined;
    if (layer) {
      const { path, output: shape } = layer;
      const gradient = (await inspector.gradients([path])).get(path) ?? new Float32Array();
      cam = { path, height: shape.height, width: shape.width, values: gradCam(outputs.get(path) ?? new Float32Array(), gradient, shape) };
    }
    const ofPoints = saliency(await inspector.inputGradient(), graph.input);
    send({
      type: 'why',
      report: { step, pixels: wished.pixels, label, probabilities: softmax(logits, logits.length), saliency: ofPoints, cam },
    });
  }

  leave(): void {
    this.inspector?.destroy();
    this.inspector = undefined;
  }
}

function isSameWish(one: WhyWish, other: WhyWish | undefined): boolean {
  return other !== undefined && one.label === other.label && one.path === other.path && isSame(one.pixels, other.pixels);
}
