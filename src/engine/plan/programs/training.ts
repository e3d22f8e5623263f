import type { Graph } from '../../graph/graph';
import type { Constants } from '../../kernels/expand';
import { metricsStruct } from '../../kernels/shared';
import { PLAIN_SGD, type UpdateOptions } from '../../optim/update';
import { Lowering } from '../lowering';
import { lowerings } from '../lowerings';
import type { AdapterTraits } from '../traits';
import { lowerUpdate, type PlannedUpdate } from '../update';
import { lowerLoading, type LoadingPorts } from './loading';
import { portsOf, programOf, refuseLarge, type Program } from './program';

/**
 * Gradients in half precision are so many times those of the sum of the losses: numbers below 6·10⁻⁸ would be zero, and
 * above 65,504 infinite. At a logit they are at most this.
 */
const SCALE_OF_HALVES = 256;

/** A training step: batch bytes in, loss and update. */
export interface TrainingProgram extends Program, Omit<PlannedUpdate, 'ports'> {
  readonly classes: number;
  /** Operators up to and with the loss: an evaluation runs those before it. */
  readonly forwardCount: number;
  /** How many times too large gradients are until the optimiser has them. */
  readonly lossScale: number;
  readonly ports: LoadingPorts & PlannedUpdate['ports'] & { readonly probabilities: number; readonly metrics: number };
}

/** The operators and storages of one training step of `batch` pictures. @throws ProblemError `model.bufferTooLarge` */
export function trainingProgram(graph: Graph, batch: number, traits: AdapterTraits, update: UpdateOptions = PLAIN_SGD): TrainingProgram {
  const lowering = new Lowering({ batch, mode: 'train', ...traits }, lowerings);
  const classes = graph.output.channels;
  const { picks, input, pictures, normalisation } = lowerLoading(lowering, graph.input);
  const whole = (storage: number) => lowering.whole(storage);
  const logits = lowering.sequence(graph.nodes, input);
  const dlogits = lowering.tensorLike('logits gradient', logits);
  const probabilities = lowering.storage({ name: 'probabilities', bytes: batch * classes * 4, kind: 'output' });
  const metrics = lowering.storage({ name: 'metrics', bytes: metricsStruct.bytes, kind: 'output' });
  const placeOf = Array.from({ length: classes }, (_, k) => logits.channelMap?.[k] ?? k);
  const PLACES = logits.channelGroups * 4;
  const classAt = Array.from({ length: PLACES }, (_, place) => (placeOf.includes(place) ? placeOf.indexOf(place) : classes));
  const lossScale = traits.precision === 'f16' ? batch * SCALE_OF_HALVES : 1;
  lowering.emit({
    ...{ kernel: 'softmaxCrossEntropy', path: 'loss', pass: 'loss', flops: 0, makes: dlogits.storage },
    sizes: { BATCH: batch, CLASSES: classes, PLACES, LOSS_SCALE: lossScale, ...numbered('PLACE', placeOf), ...numbered('CLASS', classAt) },
    bindings: [lowering.step, whole(logits.storage), picks, ...[dlogits.storage, probabilities, metrics].map(whole)],
  });
  lowering.setGradient(logits, dlogits);
  lowering.playBackward();
  refuseLarge(lowering, traits);
  const { ports: updatePorts, ...planned } = lowerUpdate(lowering, update, lossScale);
  return {
    ...{ ...programOf(lowering), classes, forwardCount: lowering.forwardCount, lossScale, ...planned, input, output: logits },
    ports: { ...portsOf(lowering), pictures, normalisation, probabilities, metrics, ...updatePorts },
  };
}

/** `NAME_0`, `NAME_1`, … */
function numbered(name: string, values: readonly number[]): Constants {
  return Object.fromEntries(values.map((value, index) => [`${name}_${index}`, value]));
}
