import { expect, it } from 'vitest';
import { buildGraph } from '../../../src/engine/graph/graph';
import { withDefaults } from '../../../src/state/learnLink';
import { local } from '../../../src/ui/learn/chapters/local';
import { connectionsOf } from '../../../src/ui/learn/chapters/local/connections';

it('connects a neuron with everything, or with F × F × D', () => {
  expect(connectionsOf('full', 5, 3)).toMatchObject({ ofNeuron: 3072, neurons: 784, ofLayer: 3072 * 784, biases: 784 });
  expect(connectionsOf('local', 5, 3)).toMatchObject({ ofNeuron: 75, neurons: 784, ofLayer: 75 * 784, biases: 1 });
  expect(connectionsOf('local', 3, 16)).toMatchObject({ ofNeuron: 144, neurons: 900, kernel: { channels: 16, height: 3, width: 3 } });
  expect(connectionsOf('full', 3, 16).ofNeuron).toBe(16_384);
});

it('asks what its own arithmetic answers', () => {
  expect(local.prediction.right()).toBe('75');
  expect(local.prediction.answers).toEqual(['25', '75', '3072']);
});

it.each([
  // 75 × 784 weights and a bias, then 784 × 10 and 10.
  { state: {}, parameters: 58_801 + 7850 },
  { state: { connection: 'full' }, parameters: 3072 * 784 + 784 + 7850 },
  // A first convolution makes the 8 channels: 8 × 3 × 9 + 8; then 9 × 8 weights for each of 900.
  { state: { depth: 8, kernel: 3 }, parameters: 224 + 72 * 900 + 1 + 9010 },
])('builds a network of $parameters parameters for $state', ({ state, parameters }) => {
  expect(buildGraph(local.network(withDefaults(local.fields, state))).parameterCount).toBe(parameters);
});
