import { CHANNELS } from '../../data/batches';
import { covered, dropMap, patchPlaces } from '../../engine/attribution/occlusion';
import { indexOfLargest, softmax } from '../../engine/metrics/softmax';
import { Inspector } from '../../engine/runtime/inspector';
import { normalise } from '../../engine/pictures/pictures';
import type { Standing } from '../watching';
import { joined, LOOKED_AT } from './batches';
import type { OcclusionFinding, OcclusionInquiry, Turn } from './inquiry';
import type { Tools } from './tools';

/** Covers a picture place by place and sees what becomes of the class's probability. */
export async function* occlude(
  { device, pipelines, traits, prover }: Tools,
  { trainer, step }: Standing,
  inquiry: OcclusionInquiry,
): AsyncGenerator<Turn, OcclusionFinding> {
  const { pixels, patch } = inquiry;
  const { graph } = trainer;
  const inspector = await Inspector.create(device, graph, pipelines, LOOKED_AT, traits, prover);
  try {
    inspector.takeWeights(trainer);
    const probabilitiesOf = async (pictures: Float32Array) => {
      const last = graph.nodes.at(-1)?.path ?? '';
      inspector.show(pictures);
      return softmax((await inspector.outputs([last])).get(last) ?? new Float32Array(), graph.output.channels);
    };
    const picture = normalise(pixels, CHANNELS);
    const plain = await probabilitiesOf(picture);
    const label = inquiry.label ?? indexOfLargest(plain);
    const probability = plain[label] ?? 0;
    const places = patchPlaces(graph.input, patch);
    const drops: number[] = [];
    while (drops.length < places.length) {
      yield { progress: { done: drops.length, total: places.length } };
      const some = places.slice(drops.length, drops.length + LOOKED_AT);
      const probabilities = await probabilitiesOf(joined(some.map((place) => covered(picture, graph.input, patch.size, place))));
      for (const index of some.keys()) drops.push(probability - (probabilities[index * graph.output.channels + label] ?? 0));
    }
    return { kind: 'occlusion', step, pixels, patch, label, probability, drops: dropMap(drops, places, graph.input, patch.size) };
  } finally {
    inspector.destroy();
  }
}
