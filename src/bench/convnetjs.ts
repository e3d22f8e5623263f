import convnetjs, { type Net } from 'convnetjs';
import type { Framework } from './measure';
import type { PeerLayer } from './peerLayers';
import { LEARNING_RATE, MOMENTUM, type PeerTask } from './task';

const SIDE = 32;
const CHANNELS = 3;

/** ConvNetJS on one CPU thread: a step is over when it returns. Its convolutions and dense layers always have a bias. */
export function openConvnetjs({ batch, classes, layers, pictures, labels }: PeerTask): Framework {
  const net = new convnetjs.Net();
  const input = { type: 'input', out_sx: SIDE, out_sy: SIDE, out_depth: CHANNELS };
  net.makeLayers([input, ...layers.slice(0, -1).flatMap(definitions), { type: 'softmax', num_classes: classes }]);
  setWeights(net, layers);
  const options = { method: 'sgd', learning_rate: LEARNING_RATE, momentum: MOMENTUM, batch_size: batch, l2_decay: 0 } as const;
  const trainer = new convnetjs.SGDTrainer(net, options);
  const values = CHANNELS * SIDE * SIDE;
  const volumes = Array.from(labels, (_, index) => {
    const volume = new convnetjs.Vol(SIDE, SIDE, CHANNELS, 0);
    channelsLast(pictures.subarray(index * values, (index + 1) * values), CHANNELS, volume.w);
    return volume;
  });
  return {
    step() {
      let sum = 0;
      for (const [index, volume] of volumes.entries()) sum += trainer.train(volume, labels[index] ?? 0).loss;
      return { read: () => Promise.resolve(sum / batch), drop: () => undefined };
    },
  };
}

/** The last dense layer is part of the softmax that closes the list. */
function definitions(layer: PeerLayer): Readonly<Record<string, string | number>>[] {
  switch (layer.type) {
    case 'conv2d': {
      const { filters, kernel, stride, padding, relu } = layer;
      return [{ type: 'conv', sx: kernel, filters, stride, pad: padding, ...(relu ? { activation: 'relu' } : {}) }];
    }
    case 'dense':
      return [{ type: 'fc', num_neurons: layer.units, ...(layer.relu ? { activation: 'relu' } : {}) }];
    case 'maxPool2d':
      return [{ type: 'pool', sx: layer.size, stride: layer.stride }];
    case 'relu':
      return [{ type: 'relu' }];
    case 'flatten':
      return [];
  }
}

function setWeights(net: Net, layers: readonly PeerLayer[]): void {
  const trained = net.layers.filter(({ layer_type }) => ['conv', 'fc'].includes(layer_type));
  const given = layers.filter((layer) => layer.type === 'conv2d' || layer.type === 'dense');
  for (const [index, layer] of given.entries()) {
    const { filters = [], biases } = trained[index] ?? {};
    const length = layer.weight.length / filters.length;
    const channels = layer.type === 'conv2d' ? layer.channels : layer.from.channels;
    filters.forEach((filter, at) => channelsLast(layer.weight.subarray(at * length, (at + 1) * length), channels, filter.w));
    biases?.w.set(layer.bias ?? []);
  }
}

/** From [channel][position] to [position][channel]. */
function channelsLast(from: Float32Array, channels: number, to: Float64Array): void {
  const positions = from.length / channels;
  from.forEach((value, at) => (to[(at % positions) * channels + Math.floor(at / positions)] = value));
}
