import { indexOfLargest } from '../../engine/metrics/softmax';
import { graphUpTo } from '../../engine/graph/graph';
import { sightOf } from '../../engine/explain/sight';
import { volume } from '../../engine/shape';
import { Inspector } from '../../engine/runtime/inspector';
import type { Standing } from '../watching';
import { LOOKED_AT, normalised } from './batches';
import type { ExcitingFinding, ExcitingInquiry, Turn } from './inquiry';
import type { Tools } from './tools';

const SHOWN = 9;

/** A picture, the largest value of the channel on it, and where. */
interface Peak {
  readonly index: number;
  readonly value: number;
  readonly position: number;
}

/** Goes through test pictures for those on which a channel gives the largest values. */
export async function* findExciting(
  { device, pipelines, traits, prover }: Tools,
  { trainer, dataset: { test }, step }: Standing,
  { path, channel, pictures }: ExcitingInquiry,
): AsyncGenerator<Turn, ExcitingFinding> {
  const graph = graphUpTo(trainer.graph, path);
  const { height, width } = graph.output;
  const total = Math.min(pictures, test.count);
  const inspector = await Inspector.create(device, graph, pipelines, LOOKED_AT, traits, prover);
  try {
    inspector.takeWeights(trainer);
    let best: readonly Peak[] = [];
    for (let from = 0; from < total; from += LOOKED_AT) {
      yield { progress: { done: from, total } };
      const to = Math.min(total, from + LOOKED_AT);
      inspector.show(normalised(test, from, to));
      const outputs = (await inspector.outputs([path])).get(path) ?? new Float32Array();
      const peaks = Array.from({ length: to - from }, (_, at) => {
        const start = at * volume(graph.output) + channel * height * width;
        const map = outputs.subarray(start, start + height * width);
        const position = indexOfLargest(map);
        return { index: from + at, value: map[position] ?? 0, position };
      });
      best = [...best, ...peaks].toSorted((a, b) => b.value - a.value).slice(0, SHOWN);
    }
    const items = best.map(({ index, value, position }) => ({
      ...{ index, value, label: test.label(index), pixels: test.picture(index).slice() },
      area: sightOf(trainer.graph, path, { channel, row: Math.floor(position / width), column: position % width }).area,
    }));
    return { kind: 'exciting', step, path, channel, pictures: total, items };
  } finally {
    inspector.destroy();
  }
}
