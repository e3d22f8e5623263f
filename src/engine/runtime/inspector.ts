import type { Graph } from '../graph/graph';
import { volume } from '../shape';
import type { Prover } from '../check/prover';
import { stepStruct } from '../kernels/shared';
import type { Tensor } from '../plan/types';
import { planInspection, type InspectionPlan } from '../plan/plan';
import type { LayerView } from '../plan/programs/probe';
import type { AdapterTraits } from '../plan/traits';
import { stepOf } from './batch';
import { Executor, readBuffers } from './executor';
import type { PipelineCache } from './pipelines';
import { packTensor, unpackTensor } from './tensors';
import type { Trainer, WeightsRead } from './trainer';

/**
 * A network laid open: what every layer makes of a few pictures, and the gradient of anything at its end with respect to
 * each of them. It computes as an evaluation does (running statistics, no dropout), with weights of its own that are copied
 * from a trainer, so training does not notice. In 32 bits. All values are NCHW, for as many pictures as were shown.
 */
export class Inspector {
  private pictures = 0;

  private constructor(
    readonly graph: Graph,
    readonly executor: Executor<InspectionPlan>,
  ) {}

  /**
   * @param graph a network, or a part of one: see `graphUpTo`. It need not end in classes.
   * @param batch the most pictures that can be shown at once.
   * @param prover compares its operators with plain arithmetic first; without, all are trusted.
   * @throws ProblemError when the adapter cannot hold it.
   */
  static async create(device: GPUDevice, graph: Graph, pipelines: PipelineCache, batch: number, traits: AdapterTraits, prover?: Prover): Promise<Inspector> {
    const make = (present: AdapterTraits) => planInspection(graph, batch, present);
    const plan = prover ? await prover.settle(make, traits) : make(traits);
    return new Inspector(graph, await Executor.create(device, plan, pipelines));
  }

  /** Takes over the weights that a trainer of the same network now has. */
  takeWeights(trainer: Trainer, weights: WeightsRead = 'average'): void {
    trainer.copyWeights(this.executor, weights);
  }

  /** Runs the network on normalised pictures: [picture][channel][row][column], at most a batch of them. */
  show(pictures: Float32Array): void {
    const { plan } = this.executor;
    const count = pictures.length / volume(this.graph.input);
    if (!Number.isInteger(count) || count > plan.batch) throw new RangeError(`${count} pictures in a batch of ${plan.batch}`);
    this.pictures = count;
    this.executor.write(plan.ports.step, stepStruct.packed([stepOf(count, 'evaluation')]));
    this.write(plan.input, pictures);
    this.executor.run(0, plan.forwardCount);
  }

  /** What layers give for the pictures shown, by their paths. */
  outputs(paths: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    return this.read(paths, ({ output }) => output);
  }

  /** Runs the way back from a gradient at the network's end: [picture][channel][row][column]. Call after `show`. */
  trace(gradient: Float32Array): void {
    const { plan } = this.executor;
    this.write(plan.outputGradient, gradient);
    this.executor.run(plan.forwardCount, plan.dispatches.length);
  }

  /** The gradient with respect to what layers give, by their paths. Call after `trace`. */
  gradients(paths: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    return this.read(paths, ({ gradient }) => gradient);
  }

  /** The gradient with respect to the pictures. Call after `trace`. */
  async inputGradient(): Promise<Float32Array> {
    const { inputGradient } = this.executor.plan;
    return this.unpack(inputGradient, await this.executor.readValues(inputGradient.storage));
  }

  destroy(): void {
    this.executor.destroy();
  }

  private write(tensor: Tensor, values: Float32Array): void {
    this.executor.writeValues(tensor.storage, packTensor(tensor, this.executor.plan.batch, values));
  }

  private async read(paths: readonly string[], which: (view: LayerView) => Tensor): Promise<ReadonlyMap<string, Float32Array>> {
    const tensors = paths.map((path) => {
      const view = this.executor.plan.views.get(path);
      if (!view) throw new RangeError(`no layer at ${path}`);
      return which(view);
    });
    const { device } = this.executor;
    const bytes = await readBuffers(
      device,
      tensors.map(({ storage }) => this.executor.buffer(storage)),
    );
    return new Map(paths.map((path, at) => [path, this.unpack(tensors[at] as Tensor, new Float32Array(bytes[at] ?? new ArrayBuffer(0)))]));
  }

  private unpack(tensor: Tensor, values: Float32Array): Float32Array {
    return unpackTensor(tensor, this.pictures, values);
  }
}
