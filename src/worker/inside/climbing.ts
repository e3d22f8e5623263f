import { CHANNELS } from '../../data/batches';
import { ascend, BARE, REGULARISED, startPicture } from '../../engine/attribution/ascent';
import { graphUpTo } from '../../engine/graph/graph';
import { volume } from '../../engine/shape';
import { Random } from '../../engine/random';
import { Inspector } from '../../engine/runtime/inspector';
import { bytesOf } from '../../engine/pictures/pictures';
import type { Standing } from '../watching';
import type { AscentFinding, AscentInquiry, Turn } from './inquiry';
import type { Tools } from './tools';

/** A turn takes about so long, so that the run is not kept waiting and the picture is seen to develop. */
const TURN_MS = 50;

/** Makes a picture step by step that excites a channel. */
export async function* climb(
  { device, pipelines, traits, prover }: Tools,
  { trainer, step }: Standing,
  inquiry: AscentInquiry,
): AsyncGenerator<Turn, AscentFinding> {
  const { path, channel, start, steps, seed, regularised } = inquiry;
  const graph = graphUpTo(trainer.graph, path);
  const positions = graph.output.height * graph.output.width;
  const own = (values: Float32Array) => values.subarray(channel * positions, (channel + 1) * positions);
  const inspector = await Inspector.create(device, graph, pipelines, 1, traits, prover);
  try {
    inspector.takeWeights(trainer);
    const ofMean = new Float32Array(volume(graph.output));
    own(ofMean).fill(1 / positions);
    let picture = startPicture(graph.input, start, Random.from(seed));
    let isStuck = false;
    const values: number[] = [];
    const see = async () => {
      inspector.show(picture);
      const output = own((await inspector.outputs([path])).get(path) ?? new Float32Array());
      values.push(output.reduce((sum, value) => sum + value, 0) / positions);
    };
    const finding = (): AscentFinding => ({
      ...{ kind: 'ascent', step, path, channel, climbed: values.length - 1, isStuck },
      ...{ pixels: bytesOf(picture, CHANNELS), values: [...values] },
    });
    await see();
    let toldAt = -Infinity;
    while (values.length <= steps) {
      if (performance.now() - toldAt > TURN_MS) {
        yield { progress: { done: values.length - 1, total: steps }, finding: finding() };
        toldAt = performance.now();
      }
      inspector.trace(ofMean);
      const gradient = await inspector.inputGradient();
      isStuck = gradient.every((value) => value === 0);
      if (isStuck) break;
      picture = ascend(picture, gradient, values.length, regularised ? REGULARISED : BARE, graph.input, CHANNELS);
      await see();
    }
    return finding();
  } finally {
    inspector.destroy();
  }
}
