import { CHANNELS } from '../../data/batches';
import { explain, type UnitPlace } from '../../engine/explain/explain';
import { indexOf } from '../../engine/explain/patch';
import { everyNode, graphUpTo, type Graph } from '../../engine/graph/graph';
import { volume } from '../../engine/shape';
import { fail } from '../../engine/problem';
import { Inspector } from '../../engine/runtime/inspector';
import { normalise } from '../../engine/pictures/pictures';
import type { NamedTensor } from '../../engine/weights/layout';
import type { FromWorker, MapsReport } from '../messages';
import { problemOf } from '../openGpu';
import type { Run } from '../run';
import type { Standing } from '../watching';
import type { Workbench } from '../workbench';
import { isSame } from './pixels';

/** A network as it was at a step: training goes on without it. */
interface Held {
  readonly graph: Graph;
  readonly step: number;
  readonly weights: readonly NamedTensor[];
  /** What its layers make of the picture that was last asked about. */
  maps?: MapsReport;
}

type Tools = Pick<Workbench, 'device' | 'pipelines' | 'prover' | 'beginningTraits'>;

/** Explains units of a network: all of a series by the weights that it had when the first was asked for. */
export class Explaining {
  private held: Held | undefined;
  /** One after another. */
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly workbench: () => Tools | undefined,
    private readonly send: (message: FromWorker) => void,
  ) {}

  /** The first of a series takes the weights between two steps of the run; the rest goes beside its steps. */
  explain(run: Pick<Run, 'lendNetwork'> | undefined, pixels: Uint8Array, unit: UnitPlace): Promise<void> {
    return this.inTurn(async () => {
      try {
        if (!this.held) await run?.lendNetwork(async (standing) => this.hold(standing));
        await this.answer(pixels, unit);
      } catch (error) {
        this.send({ type: 'unitProblem', problem: problemOf(error) });
      }
    });
  }

  /** Lets go of the weights: the next series is of the network as it is then. */
  end(): Promise<void> {
    return this.inTurn(() => {
      this.held = undefined;
      return Promise.resolve();
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work);
    return this.turn;
  }

  private async hold({ trainer, step }: Standing): Promise<void> {
    this.held = { graph: trainer.graph, step, weights: await trainer.readWeights('average') };
  }

  private async answer(pixels: Uint8Array, unit: UnitPlace): Promise<void> {
    const { held } = this;
    if (!held) fail('inside.noNetwork');
    const { graph, weights } = held;
    const maps = held.maps && isSame(held.maps.pixels, pixels) ? held.maps : await this.mapsOf(held, pixels);
    held.maps = maps;
    const explained = explain({ graph, input: maps.input, outputs: maps.outputs, weights }, unit);
    this.send({ type: 'unit', report: { unit, explained, gradient: await this.gradientOf(held, maps.input, unit), maps } });
  }

  private mapsOf({ graph, weights, step }: Held, pixels: Uint8Array): Promise<MapsReport> {
    const input = normalise(pixels, CHANNELS);
    return this.inspect(graph, weights, async (inspector) => {
      inspector.show(input);
      const outputs = await inspector.outputs(everyNode(graph.nodes).map(({ path }) => path));
      return { step, pixels, input, outputs };
    });
  }

  private gradientOf({ graph, weights }: Held, input: Float32Array, unit: UnitPlace): Promise<Float32Array> {
    const upTo = graphUpTo(graph, unit.path);
    const oneHot = new Float32Array(volume(upTo.output));
    oneHot[indexOf(upTo.output, unit)] = 1;
    return this.inspect(upTo, weights, async (inspector) => {
      inspector.show(input);
      inspector.trace(oneHot);
      return inspector.inputGradient();
    });
  }

  private async inspect<T>(graph: Graph, weights: readonly NamedTensor[], use: (inspector: Inspector) => Promise<T>): Promise<T> {
    const workbench = this.workbench();
    if (!workbench) fail('inside.noNetwork');
    const { device, pipelines } = workbench;
    const inspector = await Inspector.create(device, graph, pipelines, 1, await workbench.beginningTraits('f32'), workbench.prover);
    try {
      inspector.executor.writeWeights(weights);
      return await use(inspector);
    } finally {
      inspector.destroy();
    }
  }
}
