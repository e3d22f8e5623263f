import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateShapes } from '../../src/data/shapes';
import { REGULARISED } from '../../src/engine/attribution/ascent';
import { buildGraph, graphUpTo, type Graph } from '../../src/engine/graph/graph';
import { model } from '../../src/engine/graph/spec';
import { volume } from '../../src/engine/shape';
import { PLAIN_SGD } from '../../src/engine/optim/update';
import { Random } from '../../src/engine/random';
import { Trainer } from '../../src/engine/runtime/trainer';
import type { NamedTensor } from '../../src/engine/weights/layout';
import { settingDefaults } from '../../src/state/settings';
import { Inquiries } from '../../src/worker/inside/inquiries';
import { Why } from '../../src/worker/inside/why';
import type { Finding, FindingOf, FromWorker, Inquiry, InquiryKind, WhyReport } from '../../src/worker/messages';
import type { Standing } from '../../src/worker/watching';
import { randomWeights } from '../support/cases';
import { openDevice, sharedPipelines, sharedProver, traitsPreferring } from '../support/gpu';
import { expectClose } from '../support/numbers';
import { byOracle } from '../support/oracle';
import { NORMALISATION, normalised } from '../support/pictures';

const dataset = generateShapes({ seed: 1, trainCount: 10, testCount: 40 });
const spec = model([
  { type: 'conv2d', filters: 6, kernel: 3, stride: 2, padding: 1 },
  { type: 'batchNorm' },
  { type: 'relu' },
  { type: 'maxPool2d', size: 2, stride: 2 },
  { type: 'conv2d', filters: 5, kernel: 3, padding: 1 },
  { type: 'relu' },
  { type: 'flatten' },
  { type: 'dense', units: 10 },
]);
const network = buildGraph(spec);
const [CONV, LAST_MAPS, LAST] = ['layers[4]', 'layers[5]', 'layers[7]'];
const LABEL = 3;
const pixels = dataset.test.picture(4).slice();
const picture = normalised(dataset.test, network.input, [4]);
const CLASSES = 10;

let trainer: Trainer;
let weights: readonly NamedTensor[];
beforeAll(async () => {
  const options = { batch: 4, seed: 1, normalisation: NORMALISATION, traits: await traitsPreferring('direct'), update: PLAIN_SGD };
  trainer = await Trainer.create(await openDevice(), network, await sharedPipelines(), options);
  weights = randomWeights(network, Random.from(7));
  trainer.writeWeights(weights);
});
afterAll(() => trainer.destroy());

function standing(send: (message: FromWorker) => void): Standing {
  const config = { model: spec, training: settingDefaults };
  return { trainer, sources: dataset, dataset, config, step: 12, send };
}

async function workbench() {
  const traits = await traitsPreferring('direct');
  return { device: await openDevice(), pipelines: await sharedPipelines(), prover: await sharedProver(), beginningTraits: () => Promise.resolve(traits) };
}

/** A part of the network by TensorFlow.js: what it gives, and the gradient of its input. */
function ofPart(graph: Graph, input: Float32Array, outputGradient?: Float32Array) {
  const batch = input.length / volume(graph.input);
  const own = weights.filter(({ name }) => graph.nodes.some((node) => name.startsWith(`${node.name}.`)));
  return byOracle({ graph, batch, input, weights: own, outputGradient: outputGradient ?? new Float32Array(batch * volume(graph.output)) }, 'evaluation');
}

const oneHot = (label: number) => Float32Array.from({ length: CLASSES }, (_, at) => (at === label ? 1 : 0));

function probabilitiesOf(input: Float32Array): number[][] {
  const { output } = ofPart(network, input);
  return Array.from({ length: output.length / CLASSES }, (_, index) => {
    const powers = Array.from(output.subarray(index * CLASSES, (index + 1) * CLASSES), Math.exp);
    return powers.map((power) => power / powers.reduce((sum, value) => sum + value, 0));
  });
}

async function why(wish: { label?: number; path?: string }): Promise<WhyReport> {
  const heard: FromWorker[] = [];
  const bench = await workbench();
  const watcher = new Why(() => bench);
  watcher.wish({ pixels, label: wish.label, path: wish.path });
  await watcher.look(standing((message) => heard.push(message)));
  watcher.leave();
  const [message] = heard;
  if (message?.type !== 'why') throw new Error('nothing was told');
  return message.report;
}

describe('why a network says what it says', () => {
  it('has the probabilities, and the saliency that TensorFlow.js gives', async () => {
    const report = await why({ label: LABEL });
    expect(report).toMatchObject({ step: 12, label: LABEL });
    expectClose(report.probabilities, Float32Array.from(probabilitiesOf(picture)[0] ?? []), 'the probabilities');
    const { inputGradient } = ofPart(network, picture, oneHot(LABEL));
    const expected = Float32Array.from({ length: 1024 }, (_, at) => Math.max(...[0, 1, 2].map((channel) => Math.abs(inputGradient[channel * 1024 + at] ?? 0))));
    expectClose(report.saliency, expected, 'the saliency');
  });

  it.each([
    ['the last layer that gives maps, unless another is asked for', undefined, LAST_MAPS],
    ['a layer that is asked for', 'layers[3]', 'layers[3]'],
    ['the last instead of a layer of another network', 'layers[40]', LAST_MAPS],
  ])('looks by Grad-CAM at %s', async (_, asked, path) => {
    const { cam } = await why({ label: LABEL, ...(asked === undefined ? {} : { path: asked }) });
    const upTo = graphUpTo(network, path);
    const { channels, height, width } = upTo.output;
    const maps = ofPart(upTo, picture).output;
    const rest: Graph = { ...network, input: upTo.output, nodes: network.nodes.slice(upTo.nodes.length) };
    const gradient = ofPart(rest, maps, oneHot(LABEL)).inputGradient;
    const expected = Float32Array.from({ length: height * width }, (_value, at) => {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        let weight = 0;
        for (let position = 0; position < height * width; position++) weight += (gradient[channel * height * width + position] ?? 0) / (height * width);
        sum += weight * (maps[channel * height * width + at] ?? 0);
      }
      return Math.max(0, sum);
    });
    expect(Math.max(...expected)).toBeGreaterThan(0);
    expect(cam).toMatchObject({ path, height, width });
    expectClose(cam?.values ?? new Float32Array(), expected, 'Grad-CAM');
  });

  it('explains the class that is predicted unless another is asked for', async () => {
    const [probabilities = []] = probabilitiesOf(picture);
    expect((await why({})).label).toBe(probabilities.indexOf(Math.max(...probabilities)));
  });
});

/** Asks, and waits for the end. @returns what was found last, and all that was said. */
async function find<Kind extends InquiryKind>(
  inquiry: Extract<Inquiry, { kind: Kind }>,
  hear: (message: FromWorker, inquiries: Inquiries) => void = () => undefined,
) {
  const heard: FromWorker[] = [];
  const inquiries: Inquiries = new Inquiries((message) => {
    heard.push(message);
    hear(message, inquiries);
  });
  const run = {
    lendNetwork: async (work: (standing: Standing) => Promise<void>) => {
      await work(standing(() => undefined));
      return true;
    },
  };
  await inquiries.answer(inquiry, await workbench(), run);
  const findings = heard.flatMap((message): Finding[] => (message.type === 'finding' ? [message.finding] : []));
  return { heard, finding: findings.at(-1) as FindingOf<Kind> | undefined, findings };
}

it('an occlusion map is the fall of the probability as TensorFlow.js has it', async () => {
  const [size, stride] = [10, 6];
  const { finding, heard } = await find<'occlusion'>({ kind: 'occlusion', pixels, label: LABEL, patch: { size, stride } });
  // The last patch ends at the edge.
  const corners = [0, 6, 12, 18, 22];
  const places = corners.flatMap((row) => corners.map((column) => ({ row, column })));
  const isUnder = (at: number, { row, column }: { row: number; column: number }) => {
    const [y, x] = [Math.floor((at % 1024) / 32), at % 32];
    return y >= row && y < row + size && x >= column && x < column + size;
  };
  const all = places.flatMap((place) => Array.from(picture, (value, at) => (isUnder(at, place) ? 0 : value)));
  const before = probabilitiesOf(picture)[0]?.[LABEL] ?? 0;
  const drops = probabilitiesOf(Float32Array.from(all)).map((probabilities) => before - (probabilities[LABEL] ?? 0));
  const expected = Float32Array.from({ length: 1024 }, (_, at) => {
    const over = drops.filter((_drop, index) => isUnder(at, places[index] ?? { row: 99, column: 99 }));
    return over.reduce((sum, drop) => sum + drop, 0) / over.length;
  });
  expect(finding).toMatchObject({ step: 12, label: LABEL });
  expect(finding?.probability).toBeCloseTo(before, 5);
  expectClose(finding?.drops ?? new Float32Array(), expected, 'the falls', 1e-3);
  expect(heard[0]).toEqual({ type: 'inquiryProgress', kind: 'occlusion', progress: { done: 0, total: 25 } });
  expect(heard.at(-1)).toEqual({ type: 'inquiryProgress', kind: 'occlusion' });
});

it('the pictures that most excite a channel are those that TensorFlow.js finds, each with what the peak sees', async () => {
  const channel = 2;
  const { finding } = await find<'exciting'>({ kind: 'exciting', path: CONV, channel, pictures: 40 });
  const graph = graphUpTo(network, CONV);
  const maps = ofPart(graph, normalised(dataset.test, network.input, Array(40).keys())).output;
  const expected = Array.from({ length: 40 }, (_, index) => {
    const map = Array.from(maps.subarray((index * 5 + channel) * 64, (index * 5 + channel + 1) * 64));
    const value = Math.max(...map);
    return { index, value, position: map.indexOf(value) };
  }).toSorted((a, b) => b.value - a.value);
  expect(finding?.items.map(({ index }) => index)).toEqual(expected.slice(0, 9).map(({ index }) => index));
  for (const [rank, { index, value, area, label }] of (finding?.items ?? []).entries()) {
    const { value: most = 0, position = 0 } = expected[rank] ?? {};
    expect(value).toBeCloseTo(most, 4);
    expect(label).toBe(dataset.test.label(index));
    // A 3 × 3 window of pools of two 3 × 3 windows two apart, their corner at −1: 13 points, 4 apart, from −1 − 4 on.
    const [row, column] = [Math.floor(position / 8), position % 8];
    const span = (at: number) => [Math.max(0, 4 * at - 5), Math.min(31, 4 * at + 7)] as const;
    const [[top, bottom], [left, right]] = [span(row), span(column)];
    expect(area).toEqual({ top, bottom, left, right });
  }
});

describe('a picture that climbs', () => {
  const ascent = { kind: 'ascent', channel: 1, start: 'noise', seed: 5, steps: 1, regularised: true } as const;

  it('takes its first step along the gradient that TensorFlow.js gives, kept to the colours there are', async () => {
    const [first, second] = (await find<'ascent'>({ ...ascent, path: CONV })).findings.map((finding) => (finding.kind === 'ascent' ? finding : undefined));
    const spread = 0.3 * Math.sqrt(3);
    const random = Random.from(5);
    const start = Float32Array.from({ length: 3072 }, () => random.between(-spread, spread));
    const graph = graphUpTo(network, CONV);
    const ofMean = Float32Array.from({ length: 5 * 64 }, (_, at) => (Math.floor(at / 64) === 1 ? 1 / 64 : 0));
    const { output, inputGradient } = ofPart(graph, start, ofMean);
    const meanOf = (values: Float32Array) => values.subarray(64, 128).reduce((sum, value) => sum + value, 0) / 64;
    const norm = Math.sqrt(inputGradient.reduce((sum, value) => sum + value ** 2, 0) / 3072);
    const { rate, decay } = REGULARISED;
    const next = start.map((value, at) => {
      const { mean, deviation } = NORMALISATION[Math.floor(at / 1024)] ?? { mean: 0, deviation: 1 };
      const moved = (1 - decay) * (value + (rate * (inputGradient[at] ?? 0)) / norm);
      return Math.min((1 - mean) / deviation, Math.max(-mean / deviation, moved));
    });
    const bytes = (values: Float32Array) =>
      Uint8Array.from(values, (value, at) =>
        Math.round(255 * (value * (NORMALISATION[Math.floor(at / 1024)]?.deviation ?? 1) + (NORMALISATION[Math.floor(at / 1024)]?.mean ?? 0))),
      );
    expect(first).toMatchObject({ climbed: 0, pixels: bytes(start) });
    expect(first?.values[0]).toBeCloseTo(meanOf(output), 4);
    expect(second?.climbed).toBe(1);
    const apart = bytes(next).map((byte, at) => Math.abs(byte - (second?.pixels[at] ?? 0)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    expect(second?.values[1]).toBeCloseTo(meanOf(ofPart(graph, next).output), 3);
  });

  it('excites its channel, here a class, more and more; the same for the same seed', async () => {
    const climbing = { ...ascent, path: LAST, channel: LABEL, steps: 12 };
    const { finding } = await find<'ascent'>(climbing);
    expect(finding).toMatchObject({ climbed: 12, isStuck: false });
    expect(finding?.values[12] ?? 0).toBeGreaterThan((finding?.values[0] ?? 0) + 0.5);
    expect((await find<'ascent'>(climbing)).finding).toEqual(finding);
    expect((await find<'ascent'>({ ...climbing, seed: 6 })).finding?.pixels).not.toEqual(finding?.pixels);
  });
});

describe('an embedding', () => {
  it.each(['pca', 'umap'] as const)('lays the test pictures out by what the last layer reads: %s', async (method) => {
    const asked = { kind: 'embedding', method, pictures: 40, seed: 1 } as const;
    const { finding, heard } = await find<'embedding'>(asked);
    const features = ofPart(graphUpTo(network, 'layers[6]'), normalised(dataset.test, network.input, Array(40).keys())).output;
    expect(finding).toMatchObject({ method, path: 'layers[6]', width: 320 });
    expect([...(finding?.labels ?? [])]).toEqual(Array.from({ length: 40 }, (_, index) => dataset.test.label(index)));
    const logits = probabilitiesOf(normalised(dataset.test, network.input, Array(40).keys()));
    expect([...(finding?.predicted ?? [])]).toEqual(logits.map((probabilities) => probabilities.indexOf(Math.max(...probabilities))));
    expect(finding?.pixels.subarray(3 * 3072, 4 * 3072)).toEqual(dataset.test.picture(3));
    const { coordinates = new Float32Array(), shares = [] } = finding ?? {};
    expect(coordinates).toHaveLength(80);
    expect((await find<'embedding'>(asked)).finding?.coordinates).toEqual(coordinates);
    if (method === 'umap') return expect(heard.filter(({ type }) => type === 'inquiryProgress').length).toBeGreaterThan(3);
    // What the plane keeps of the points' distances from their mean is the share of the variance that is told.
    const means = Array.from(
      { length: 320 },
      (_, at) => Array.from({ length: 40 }, (_p, point) => features[point * 320 + at] ?? 0).reduce((a, b) => a + b, 0) / 40,
    );
    const total = features.reduce((sum, value, at) => sum + (value - (means[at % 320] ?? 0)) ** 2, 0);
    for (const axis of [0, 1]) {
      const along = coordinates.filter((_, at) => at % 2 === axis).reduce((sum, value) => sum + value ** 2, 0);
      expect(shares[axis]).toBeCloseTo(along / total, 4);
    }
  });
});

it('stops when it is cancelled, and says nothing more', async () => {
  const { heard, finding } = await find<'exciting'>({ kind: 'exciting', path: CONV, channel: 0, pictures: 40 }, (_message, inquiries) =>
    inquiries.cancel('exciting'),
  );
  expect(finding).toBeUndefined();
  expect(heard).toHaveLength(1);
});
