import { buildProbeGraph } from '../graph/graph';
import { model, volume } from '../graph/spec';
import { planProbe, type Dispatch } from '../plan/plan';
import type { AdapterTraits } from '../plan/traits';
import { Random } from '../random';
import { Executor } from '../runtime/executor';
import type { PipelineCache } from '../runtime/pipelines';
import { orderedAgain, rectifiedSum, type Ordering } from './reference';
import { relativeError } from './relativeError';
import { verdictOn, type Verdict } from './verdict';

const BATCH = 2;
/** Channels that fill no group, and several positions. */
const INPUT = { channels: 5, height: 3, width: 1 };

/** Ways in which values lie differently, with a ReLU before and behind them. */
const NETWORK = model(
  [{ type: 'flatten' }, { type: 'relu' }, { type: 'residual', layers: [{ type: 'dense', units: volume(INPUT) }] }, { type: 'relu' }],
  INPUT,
);

/**
 * Compares the kernels that join the ways of a residual block, forward and backward, with plain arithmetic, each on what
 * the device itself gave to it, so that a fault in the layers of the ways is not taken for theirs.
 */
export async function checkJoins(device: GPUDevice, pipelines: PipelineCache, traits: AdapterTraits): Promise<Verdict[]> {
  const plan = planProbe(buildProbeGraph(NETWORK), BATCH, traits);
  const executor = await Executor.create(device, plan, pipelines);
  try {
    const random = Random.from(3);
    const values = (length: number) => Float32Array.from({ length }, () => random.between(-1, 1));
    for (const tensor of [plan.input, plan.outputGradient]) {
      const { height, width } = tensor?.shape ?? INPUT;
      if (tensor) executor.writeValues(tensor.storage, values(BATCH * height * width * tensor.channelGroups * 4));
    }
    executor.writeWeights(plan.parameters.map(({ name, spec }) => ({ name, shape: spec.shape, data: values(spec.shape.reduce((a, b) => a * b, 1)) })));

    const errors = { add: 0, reorder: 0 };
    for (const [index, dispatch] of plan.dispatches.entries()) {
      executor.run(index, index + 1);
      if (dispatch.kernel !== 'add' && dispatch.kernel !== 'reorder') continue;
      const bound = await Promise.all(dispatch.bindings.map(async ({ storage, size }) => {
        const whole = await executor.readValues(storage);
        return whole.subarray(0, size / (plan.storages[storage]?.half ? 2 : 4));
      }));
      const error = relativeError(bound.at(-1) ?? [], expectedOf(dispatch, bound));
      errors[dispatch.kernel] = Math.max(errors[dispatch.kernel], error);
    }
    return [verdictOn(plan, 'add', errors.add), verdictOn(plan, 'reorder', errors.reorder)];
  } finally {
    executor.destroy();
  }
}

function expectedOf({ kernel, sizes }: Dispatch, bound: readonly Float32Array[]): Float64Array {
  const [first = new Float32Array(), second = new Float32Array(), mask = new Float32Array()] = bound;
  if (kernel === 'add') return rectifiedSum(first, second, sizes['RELU'] === 1, sizes['MASK'] === 1 ? mask : undefined);
  const { POSITIONS: positions = 1, CHANNELS: channels = 1, PADDED: padded = 1 } = sizes;
  const ordering: Ordering = { batch: BATCH, positions, channels, padded };
  return orderedAgain(first, ordering, sizes['BACK'] === 1);
}
