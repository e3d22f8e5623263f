import type { Prover } from '../../engine/check/prover';
import type { AdapterTraits } from '../../engine/plan/traits';
import type { PipelineCache } from '../../engine/runtime/pipelines';

/** What the work of an inquiry is done with. */
export interface Tools {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly traits: AdapterTraits;
  readonly prover: Prover;
}
