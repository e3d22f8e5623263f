import type { Graph } from '../../src/engine/graph/graph';
import { stepStruct } from '../../src/engine/kernels/shared';
import { planProbe, type Plan, type ProbePlan } from '../../src/engine/plan/plan';
import type { AdapterTraits } from '../../src/engine/plan/traits';
import { stepOf, type Purpose } from '../../src/engine/runtime/batch';
import { Executor } from '../../src/engine/runtime/executor';
import type { PipelineCache } from '../../src/engine/runtime/pipelines';
import { fromDevice, namedTensors, type NamedTensor } from '../../src/engine/weights/layout';
import { packTensor, unpackTensor } from '../../src/engine/runtime/tensors';

const NO_UPDATE = { learningRate: 0, momentum: 0, weightDecay: 0 };

/** What layers gave: NCHW, and gradients in PyTorch's layouts in the order of the plan's parameters. */
export interface ProbeResult {
  readonly output: Float32Array;
  readonly inputGradient: Float32Array;
  readonly parameterGradients: readonly NamedTensor[];
  /** What the step made of the layers' states. */
  readonly states: readonly NamedTensor[];
}

/** Layers on a device without data, loss or update: an input and a gradient at the output go in, values and gradients come out. */
export class Probe {
  private constructor(private readonly executor: Executor<ProbePlan>) {}

  /** @throws ProblemError when the device cannot hold or compile it. */
  static async create(device: GPUDevice, graph: Graph, batch: number, pipelines: PipelineCache, traits: AdapterTraits): Promise<Probe> {
    return new Probe(await Executor.create(device, planProbe(graph, batch, traits), pipelines));
  }

  get plan(): ProbePlan {
    return this.executor.plan;
  }

  /** @param weights every parameter and state of the layers. @param purpose a training step, unless it is said otherwise. */
  async run(
    input: ArrayLike<number>,
    outputGradient: ArrayLike<number>,
    weights: readonly NamedTensor[],
    purpose: Purpose = { settings: NO_UPDATE, seed: 0 },
  ): Promise<ProbeResult> {
    const { executor, plan } = this;
    const { batch, ports, output } = plan;
    executor.writeValues(plan.input.storage, packTensor(plan.input, batch, input));
    executor.writeValues(plan.outputGradient.storage, packTensor(plan.outputGradient, batch, outputGradient));
    executor.write(ports.step, stepStruct.packed([stepOf(batch, purpose)]));
    executor.writeWeights(weights);
    executor.run(0, plan.dispatches.length);
    const gradients = plan.parameters.length > 0 ? await executor.readValues(ports.gradients) : new Float32Array();
    return {
      output: unpackTensor(output, batch, await executor.readValues(output.storage)),
      inputGradient: unpackTensor(plan.inputGradient, batch, await executor.readValues(plan.inputGradient.storage)),
      parameterGradients: gradientsOf(plan, gradients),
      states: ports.state === undefined ? [] : namedTensors(plan.states, await executor.readValues(ports.state)),
    };
  }

  destroy(): void {
    this.executor.destroy();
  }
}

/** The sums of the partial gradients, by name and in PyTorch's layouts. */
export function gradientsOf({ parameters }: Plan, partials: Float32Array): NamedTensor[] {
  return parameters.map(({ name, spec, gradientOffset, bytes, splits, layout }) => {
    const sum = new Float32Array(bytes / 4);
    for (let split = 0; split < splits; split++) {
      const start = gradientOffset / 4 + split * sum.length;
      for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (partials[start + index] ?? 0);
    }
    const length = spec.shape.reduce((product, side) => product * side, 1);
    return { name, shape: spec.shape, data: fromDevice(layout, sum, length) };
  });
}
