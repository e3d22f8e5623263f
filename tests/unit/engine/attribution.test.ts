import { describe, expect, it } from 'vitest';
import { BARE, ascend, blurred, REGULARISED } from '../../../src/engine/attribution/ascent';
import { stretched } from '../../../src/engine/attribution/gradCam';
import { covered, patchPlaces } from '../../../src/engine/attribution/occlusion';
import { softmax } from '../../../src/engine/metrics/softmax';
import { classifier, mapLayers } from '../../../src/engine/graph/classifier';
import { buildGraph } from '../../../src/engine/graph/graph';
import { model } from '../../../src/engine/graph/spec';
import { bytesOf, normalise } from '../../../src/engine/pictures/pictures';
import { heatPoints } from '../../../src/ui/inside/why/heat';

const NORMAL = [{ mean: 0, deviation: 1 }];

describe('an occlusion', () => {
  it('reaches the far edge whatever the stride', () => {
    const places = patchPlaces({ channels: 3, height: 5, width: 7 }, { size: 3, stride: 3 });
    expect(places).toEqual([0, 2].flatMap((row) => [0, 3, 4].map((column) => ({ row, column }))));
    expect(patchPlaces({ channels: 3, height: 2, width: 2 }, { size: 4, stride: 1 })).toEqual([{ row: 0, column: 0 }]);
  });

  it('covers every channel, and nothing beyond the patch', () => {
    const picture = new Float32Array(2 * 3 * 3).fill(1);
    expect([...covered(picture, { channels: 2, height: 3, width: 3 }, 2, { row: 1, column: 1 })]).toEqual([
      1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0,
    ]);
  });
});

it('a map is stretched between the centres of its values', () => {
  expect([...stretched(Float32Array.from([0, 8, 0, 8]), 2, 2, 4)]).toEqual([...[0, 2, 6, 8], ...[0, 2, 6, 8], ...[0, 2, 6, 8], ...[0, 2, 6, 8]]);
});

it('softmax gives large logits no trouble', () => {
  expect([...softmax(Float32Array.from([1000, 1000, 0, Math.log(3)]), 2)]).toEqual([0.5, 0.5, 0.25, 0.75].map((value) => expect.closeTo(value, 6) as number));
});

describe('a step of ascent', () => {
  const shape = { channels: 1, height: 1, width: 2 };

  it('moves by the rate on the whole, and decays', () => {
    const moved = ascend(Float32Array.from([0.5, 0.5]), Float32Array.from([3, -4]), 1, { rate: 0.1, decay: 0.5, blur: 0 }, shape, NORMAL);
    // The root of the mean square of (3, −4) is 5 / √2.
    expect(moved[0]).toBeCloseTo(0.5 * (0.5 + (0.1 * 3 * Math.SQRT2) / 5), 6);
    expect(moved[1]).toBeCloseTo(0.5 * (0.5 - (0.1 * 4 * Math.SQRT2) / 5), 6);
  });

  it('stays among the colours there are, and where nothing pulls it', () => {
    expect(Array.from(ascend(Float32Array.from([0.99, 0.01]), Float32Array.from([1, -1]), 1, BARE, shape, NORMAL), (value) => value + 0)).toEqual([1, 0]);
    expect([...ascend(Float32Array.from([0.25, 0.5]), new Float32Array(2), 1, BARE, shape, NORMAL)]).toEqual([0.25, 0.5]);
  });

  it('blurs every fourth time', () => {
    const [picture, nothing] = [Float32Array.from([1, 0]), new Float32Array(2)];
    const keeps = { ...REGULARISED, decay: 0 };
    expect([...ascend(picture, nothing, 3, keeps, shape, NORMAL)]).toEqual([1, 0]);
    const side = Math.exp(-1 / (2 * REGULARISED.blur ** 2));
    expect(ascend(picture, nothing, 4, keeps, shape, NORMAL)[0]).toBeCloseTo(1 / (1 + side), 6);
  });

  it('blurs along both axes and each channel by itself', () => {
    const picture = new Float32Array(2 * 9);
    picture[4] = 1;
    const soft = blurred(picture, { channels: 2, height: 3, width: 3 }, 0.3);
    const [side, whole] = [Math.exp(-1 / 0.18), 1 + 2 * Math.exp(-1 / 0.18)];
    expect(soft[4]).toBeCloseTo(1 / whole ** 2, 6);
    expect(soft[3]).toBeCloseTo(side / (whole * (1 + side)), 5);
    expect(soft[1]).toBeCloseTo(soft[3] ?? 0, 7);
    expect([...soft.subarray(9)]).toEqual(new Array(9).fill(0));
  });
});

it('bytes of a normalised picture are those it was made from', () => {
  const bytes = Uint8Array.from({ length: 256 * 2 }, (_, at) => at % 256);
  const channels = [
    { mean: 0.4914, deviation: 0.247 },
    { mean: 0.4465, deviation: 0.2616 },
  ];
  expect(bytesOf(normalise(bytes, channels), channels)).toEqual(bytes);
  expect([...bytesOf(Float32Array.from([-9, 9]), [{ mean: 0.5, deviation: 0.25 }])]).toEqual([0, 255]);
});

describe('the last hidden layer', () => {
  it('is what the last matrix of weights reads, whatever comes behind it', () => {
    const graph = buildGraph(
      model([{ type: 'conv2d', filters: 4 }, { type: 'flatten' }, { type: 'dense', units: 10 }, { type: 'batchNorm' }, { type: 'scale' }]),
    );
    expect(classifier(graph)).toEqual({ path: 'layers[2]', hidden: 'layers[1]', input: { channels: 4096, height: 1, width: 1 } });
    expect(mapLayers(graph).map(({ path }) => path)).toEqual(['layers[0]']);
  });

  it('is none where the pictures are read at once, and before a block that the weights are in', () => {
    expect(classifier(buildGraph(model([{ type: 'conv2d', filters: 10 }, { type: 'globalAvgPool' }])))?.hidden).toBeUndefined();
    const block = { type: 'residual', layers: [{ type: 'conv2d', filters: 10 }], shortcut: [{ type: 'conv2d', filters: 10 }] } as const;
    const graph = buildGraph(model([{ type: 'maxPool2d' }, block, { type: 'globalAvgPool' }]));
    expect(classifier(graph)).toMatchObject({ path: 'layers[1]', hidden: 'layers[0]', input: { channels: 3, height: 16, width: 16 } });
    expect(mapLayers(graph).map(({ path }) => path)).toEqual(['layers[0]', 'layers[1]', 'layers[1].layers[0]', 'layers[1].shortcut[0]']);
  });
});

it('a heat map shows the picture in grey where there is nothing, and the colour of the sign where there is most', () => {
  const scale = { limit: 2, colour: (value: number): [number, number, number] => (value === 0 ? [100, 100, 100] : value > 0 ? [200, 0, 0] : [0, 0, 200]) };
  const values = new Float32Array(1024);
  values.set([0, 2, -2]);
  const points = heatPoints(new Uint8Array(3072).fill(100), values, scale);
  expect([...points.subarray(0, 12)]).toEqual([100, 100, 100, 255, 190, 10, 10, 255, 10, 10, 190, 255]);
});
