import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import type { Framework } from './measure';
import type { PeerLayer } from './peerLayers';
import { LEARNING_RATE, MOMENTUM, type PeerTask } from './task';

type Layer = (x: tf.Tensor) => tf.Tensor;

/** TensorFlow.js on WebGPU with its fused kernels. It keeps NHWC, so weights are turned once, before the first step. */
export async function openTfjs({ batch, classes, layers, pictures, labels }: PeerTask): Promise<Framework> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js found no WebGPU');
  const x = tf.tensor4d(pictures, [batch, 3, 32, 32]).transpose<tf.Tensor4D>([0, 2, 3, 1]);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat();
  const network = layers.map((layer) => makeLayer(layer));
  const optimizer = tf.train.momentum(LEARNING_RATE, MOMENTUM);
  const forward = () =>
    tf.losses
      .softmaxCrossEntropy(
        y,
        network.reduce<tf.Tensor>((value, layer) => layer(value), x),
      )
      .asScalar();
  return {
    step() {
      const loss = optimizer.minimize(forward, true);
      if (!loss) throw new Error('TensorFlow.js gave no loss');
      return {
        async read() {
          const [value = NaN] = await loss.data();
          loss.dispose();
          return value;
        },
        drop: () => loss.dispose(),
      };
    },
  };
}

function makeLayer(layer: PeerLayer): Layer {
  switch (layer.type) {
    case 'conv2d': {
      const { channels, filters, kernel, stride, padding } = layer;
      const filter = tf.variable(tf.tensor4d(layer.weight, [filters, channels, kernel, kernel]).transpose<tf.Tensor4D>([2, 3, 1, 0]));
      const rest = withBias(layer);
      return (x) => tf.fused.conv2d({ x: x as tf.Tensor4D, filter, strides: stride, pad: padding, ...rest });
    }
    case 'dense': {
      const { from, units } = layer;
      const turned = tf.tensor4d(layer.weight, [units, from.channels, from.height, from.width]).transpose([2, 3, 1, 0]);
      const b = tf.variable(turned.reshape<tf.Tensor2D>([-1, units]));
      const rest = withBias(layer);
      return (x) => tf.fused.matMul({ a: x, b, ...rest });
    }
    case 'maxPool2d':
      return (x) => tf.maxPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');
    case 'relu':
      return (x) => tf.relu(x);
    case 'flatten':
      return (x) => x.reshape([x.shape[0], -1]);
  }
}

function withBias({ bias, relu }: { readonly bias?: Float32Array; readonly relu: boolean }) {
  return { activation: relu ? ('relu' as const) : ('linear' as const), ...(bias ? { bias: tf.variable(tf.tensor1d(bias)) } : {}) };
}
