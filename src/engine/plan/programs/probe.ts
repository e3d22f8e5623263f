import type { Graph } from '../../graph/graph';
import { Lowering } from '../lowering';
import { lowerings } from '../lowerings';
import type { AdapterTraits } from '../traits';
import type { Tensor } from '../types';
import { portsOf, programOf, refuseLarge, type Program } from './program';

/** Takes an input and a gradient at the output, and gives the output, the input's gradient and the parameters'. */
export interface ProbeProgram extends Program {
  /** Operators of the forward pass. */
  readonly forwardCount: number;
  /** Handed in at the output. */
  readonly outputGradient: Tensor;
  /** Comes out at the input. */
  readonly inputGradient: Tensor;
}

/** What a layer gives, and the gradient there. */
export interface LayerView {
  readonly output: Tensor;
  readonly gradient: Tensor;
}

/** A probe that keeps what every layer gives, and the gradient there. */
export interface InspectionProgram extends ProbeProgram {
  /** By the layers' paths; those inside blocks too. */
  readonly views: ReadonlyMap<string, LayerView>;
}

export function probeProgram(graph: Graph, batch: number, traits: AdapterTraits): ProbeProgram {
  return lowerProbe(new Lowering({ batch, mode: 'probe', ...traits }, lowerings), graph, traits);
}

/** In 32 bits. */
export function inspectionProgram(graph: Graph, batch: number, given: AdapterTraits): InspectionProgram {
  const traits: AdapterTraits = { ...given, precision: 'f32' };
  const lowering = new Lowering({ batch, mode: 'inspection', ...traits }, lowerings);
  const program = lowerProbe(lowering, graph, traits);
  const views = new Map<string, LayerView>();
  for (const [path, output] of lowering.outputs) {
    const gradient = lowering.gradientOf(output);
    if (gradient) views.set(path, { output, gradient });
  }
  return { ...program, views };
}

function lowerProbe(lowering: Lowering, graph: Graph, traits: AdapterTraits): ProbeProgram {
  const { mode } = lowering.options;
  const ported = (name: string, tensor: Tensor): Tensor => ({ ...tensor, storage: lowering.values(name, lowering.bytesOf(tensor), 'input') });
  const input = ported('input', lowering.tensor('input', graph.input, { differentiable: true }));
  const output = lowering.sequence(graph.nodes, input);
  const outputGradient = ported('output gradient', output);
  lowering.setGradient(output, outputGradient);
  lowering.playBackward();
  const inputGradient = lowering.gradientOf(input);
  if (!inputGradient) throw new Error('no gradient reaches the input');
  refuseLarge(lowering, traits);
  const kept = new Set([output.storage, inputGradient.storage]);
  for (const [index, storage] of lowering.storages.entries()) {
    if (storage.kind === 'transient' && (mode === 'inspection' || kept.has(index))) lowering.storages[index] = { ...storage, kind: 'output' };
  }
  return { ...programOf(lowering), forwardCount: lowering.forwardCount, input, output, outputGradient, inputGradient, ports: portsOf(lowering) };
}
