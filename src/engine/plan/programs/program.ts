import type { Lowering } from '../lowering';
import type { AdapterTraits } from '../traits';
import type { Operator, PlannedParameter, PlannedState, Storage, Tensor } from '../types';
import { fail } from '../../problem';

/** Named storages that the host writes or reads. */
export interface Ports {
  /** Uniform: `Step`; from `PICKS_OFFSET` on, a `Pick` for each picture. */
  readonly step: number;
  readonly parameters: number;
  /** A copy of the parameters in half precision. */
  readonly halves?: number;
  readonly state?: number;
  /** Weights that nothing changes, and their copy in half precision. */
  readonly frozen?: number;
  readonly frozenHalves?: number;
  readonly gradients: number;
}

/** A network as operators on storages; which variant of its kernel runs each is settled later, with the adapter. Plain data. */
export interface Program {
  readonly batch: number;
  readonly operators: readonly Operator[];
  readonly storages: readonly Storage[];
  readonly parameters: readonly PlannedParameter[];
  readonly states: readonly PlannedState[];
  readonly frozen: readonly PlannedState[];
  readonly ports: Ports;
  readonly input: Tensor;
  readonly output: Tensor;
}

/** What all programs take from what was lowered. */
export function programOf({ options: { batch }, operators, storages, parameters, states, frozen }: Lowering): Omit<Program, 'ports' | 'input' | 'output'> {
  return { batch, operators, storages, parameters, states, frozen };
}

export function portsOf({ stepStorage, parameterStorage, gradientStorage, halvesStorage, stateStorage, frozenPorts }: Lowering): Ports {
  return {
    ...{ step: stepStorage, parameters: parameterStorage, gradients: gradientStorage },
    ...(halvesStorage === undefined ? {} : { halves: halvesStorage }),
    ...(stateStorage === undefined ? {} : { state: stateStorage }),
    ...frozenPorts,
  };
}

/** Before anything as large as its storages is made, on the host either. @throws ProblemError `model.bufferTooLarge` */
export function refuseLarge({ storages }: Pick<Lowering, 'storages'>, { maxBindingBytes, maxBufferBytes }: AdapterTraits): void {
  const needed = Math.max(...storages.map(({ bytes }) => bytes));
  const allowed = Math.min(maxBindingBytes, maxBufferBytes);
  if (needed > allowed) fail('model.bufferTooLarge', { needed, allowed }, 'layers');
}
