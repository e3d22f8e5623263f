import { expect, it } from 'vitest';
import { everyNode } from '../../../src/engine/graph/graph';
import { parseModelFile } from '../../../src/engine/graph/parse';
import { layerTypes } from '../../../src/engine/layers';
import { graphOf } from '../../support/networks/case';
import { drawNetwork } from '../../support/networks/draw';

const drawn = Array.from({ length: 200 }, (_, at) => drawNetwork(at + 1));

it('draws the same network from the same seed, as a model file', () => {
  for (const network of drawn.slice(0, 20)) {
    expect(drawNetwork(network.seed)).toEqual(network);
    expect(parseModelFile(JSON.parse(JSON.stringify(network.model))).model).toEqual(network.model);
  }
});

it('draws layers of every type there is', () => {
  const types = new Set(drawn.flatMap((network) => everyNode(graphOf(network)?.nodes ?? []).map(({ spec }) => spec.type)));
  expect([...types].toSorted()).toEqual(layerTypes.toSorted());
});
