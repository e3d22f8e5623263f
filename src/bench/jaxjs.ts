import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { Framework } from './measure';
import type { PeerLayer } from './peerLayers';
import { LEARNING_RATE, MOMENTUM, type PeerTask } from './task';

type Parameters = Record<string, np.Array>;

/** jax-js on WebGPU, the whole step jitted. Its arrays are consumed by use; `ref` keeps one for another. */
export async function openJaxjs({ batch, classes, layers, pictures, labels }: PeerTask): Promise<Framework> {
  await init('webgpu');
  defaultDevice('webgpu');
  const oneHot = new Float32Array(batch * classes);
  labels.forEach((label, index) => (oneHot[index * classes + label] = 1));
  const x = np.array(pictures).reshape([batch, 3, 32, 32]);
  const y = np.array(oneHot).reshape([batch, classes]);
  let parameters = parametersOf(layers);
  let velocities: Parameters = Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, np.zeros(shape)]));

  const lossOf = (weights: Parameters, pictures: np.Array, targets: np.Array): np.Array => {
    const logits = layers.reduce((value, layer, index) => apply(layer, value, weights[`w${index}`], weights[`b${index}`]), pictures);
    return nn
      .logSoftmax(logits)
      .mul(targets)
      .sum()
      .mul(-1 / batch);
  };
  const update = jit((weights: Parameters, before: Parameters, pictures: np.Array, targets: np.Array): [np.Array, Parameters, Parameters] => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(weights), pictures, targets) as [np.Array, Parameters];
    const [updated, after]: [Parameters, Parameters] = [{}, {}];
    for (const [name, weight] of Object.entries(weights)) {
      const velocity = there(before[name]).mul(MOMENTUM).add(there(gradients[name]));
      updated[name] = weight.sub(velocity.ref.mul(LEARNING_RATE));
      after[name] = velocity;
    }
    return [loss, updated, after];
  });
  return {
    step() {
      let loss: np.Array;
      [loss, parameters, velocities] = update(parameters, velocities, x.ref, y.ref);
      return {
        async read() {
          const [value = NaN] = (await loss.data()) as Float32Array;
          return value;
        },
        drop: () => loss.dispose(),
      };
    },
  };
}

/** By layer: convolutions [filters, channels, k, k], dense layers [in, units], biases in a shape that broadcasts. */
function parametersOf(layers: readonly PeerLayer[]): Parameters {
  const parameters: Parameters = {};
  for (const [index, layer] of layers.entries()) {
    if (layer.type === 'conv2d') {
      const { filters, channels, kernel, bias } = layer;
      parameters[`w${index}`] = np.array(layer.weight).reshape([filters, channels, kernel, kernel]);
      if (bias) parameters[`b${index}`] = np.array(bias).reshape([filters, 1, 1]);
    } else if (layer.type === 'dense') {
      const { units, weight, bias } = layer;
      const inputs = weight.length / units;
      const turned = weight.map((_, at) => weight[(at % units) * inputs + Math.floor(at / units)] ?? 0);
      parameters[`w${index}`] = np.array(turned).reshape([inputs, units]);
      if (bias) parameters[`b${index}`] = np.array(bias);
    }
  }
  return parameters;
}

function apply(layer: PeerLayer, x: np.Array, weight?: np.Array, bias?: np.Array): np.Array {
  const finish = (sum: np.Array, relu: boolean) => {
    const shifted = bias ? sum.add(bias) : sum;
    return relu ? nn.relu(shifted) : shifted;
  };
  switch (layer.type) {
    case 'conv2d': {
      const { stride, padding, relu } = layer;
      const zeros: [number, number] = [padding, padding];
      return finish(lax.convGeneralDilated(x, there(weight), [stride, stride], [zeros, zeros]), relu);
    }
    case 'dense':
      return finish(np.dot(x, there(weight)), layer.relu);
    case 'maxPool2d':
      return lax.reduceWindow(x, np.max, [layer.size, layer.size], [layer.stride, layer.stride]);
    case 'relu':
      return nn.relu(x);
    case 'flatten':
      return x.reshape([x.shape[0] ?? 1, -1]);
  }
}

function there(array: np.Array | undefined): np.Array {
  if (!array) throw new Error('a layer without its weights');
  return array;
}
