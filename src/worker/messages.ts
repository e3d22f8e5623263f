import type { DataSummary, LoadProgress, SamplePicture } from '../data/types';
import type { Augmentation } from '../engine/pictures/augmentation';
import type { ProofReport } from '../engine/check/prover';
import type { Predicted } from '../engine/metrics/evaluation';
import type { Explained, UnitPlace } from '../engine/explain/explain';
import type { ModelSpec } from '../engine/graph/spec';
import type { HealthReport } from '../engine/metrics/health';
import type { RangePoint, RateRange } from '../engine/optim/rangeTest';
import type { TrainingSettings } from '../engine/optim/recipe';
import type { LiveName } from '../engine/optim/settings';
import type { SweepResult } from '../engine/optim/sweep';
import type { Problem } from '../engine/problem';
import type { ProfileProgress, ProfileReport } from '../engine/profile/report';
import type { Finding, Inquiry, InquiryKind, InquiryProgress } from './inside/inquiry';

export type * from './inside/inquiry';
export type { Explained, UnitPlace };
export type { HealthReport, ProfileProgress, ProfileReport, RangePoint, RateRange };
export type { DataSummary, LoadProgress, SamplePicture, TrainingSettings };

/** Settings that may change while a run trains: the steps to come follow the new ones. */
export type LiveSettings = Pick<TrainingSettings, LiveName>;

/** A file with its folders: a File that is sent to a worker leaves them behind. */
export interface GivenFile {
  readonly file: File;
  readonly path: string;
}

export interface RunConfig {
  readonly model: ModelSpec;
  readonly training: TrainingSettings;
}

/** A few training pictures as the network would see them: those of the first batch of an epoch, in the order of the first one. */
export interface PreviewRequest {
  readonly augmentation: Augmentation;
  readonly seed: number;
  /** Which epoch's changes, from 1. */
  readonly epoch: number;
}

/** How long a run takes, in place of the epochs of its settings. */
export type Budget = { readonly steps: number } | { readonly epochs: number };

/** What of the network in training can now be seen on the page: nothing else is computed. */
export interface Wishes {
  /** What every layer makes of a picture. */
  readonly maps: { /** NCHW bytes, 3 × 32 × 32. */ readonly pixels: Uint8Array } | undefined;
  /** The weights of the layer at a path, from the start of the run to now. */
  readonly kernels: { readonly path: string } | undefined;
  /** How every layer does. */
  readonly health: true | undefined;
  /** What speaks for a class. */
  readonly why: WhyWish | undefined;
}

/** What is new of the snapshots of a layer's weights. */
export interface KernelsReport {
  readonly path: string;
  /** Steps of all snapshots that there now are, from the start of the run on; those that were told and are not among them are gone. */
  readonly steps: readonly number[];
  /** Those that were not told before, by their steps: the weights in PyTorch's order. */
  readonly fresh: ReadonlyMap<number, Float32Array>;
}

export interface WhyWish {
  /** NCHW bytes, 3 × 32 × 32. */
  readonly pixels: Uint8Array;
  /** The class to be explained; undefined for the one that is predicted. */
  readonly label: number | undefined;
  /** The layer that Grad-CAM looks at; undefined, as one that the network does not have, for the last that gives maps. */
  readonly path: string | undefined;
}

/** What Grad-CAM finds in a layer: H × W values, row by row. */
export interface WhyMap {
  readonly path: string;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** What speaks for a class on a picture, at a step of the run. */
export interface WhyReport {
  readonly step: number;
  readonly pixels: Uint8Array;
  /** The class that is explained. */
  readonly label: number;
  readonly probabilities: Float32Array;
  /** 32 × 32 values. */
  readonly saliency: Float32Array;
  /** None where no layer gives maps. */
  readonly cam: WhyMap | undefined;
}

/** What the layers make of a picture, at a step of the run. */
export interface MapsReport {
  readonly step: number;
  /** The picture that it is of. */
  readonly pixels: Uint8Array;
  /** As the network sees it: normalised, NCHW. */
  readonly input: Float32Array;
  /** What each layer gives, by its path: C × H × W values, before anything is done with them by the next layer. */
  readonly outputs: ReadonlyMap<string, Float32Array>;
}

/** Whom several runs serve that are trained one after another: a sweep of settings, or a comparison of networks. */
export type SweepPurpose = 'sweep' | 'comparison';

/** A unit explained, by the weights that the network had when the first of a series was asked for. */
export interface UnitReport {
  readonly unit: UnitPlace;
  readonly explained: Explained;
  /** The gradient of its value with respect to the picture as the network sees it, NCHW. */
  readonly gradient: Float32Array;
  /** What the layers make of the picture, by the same weights. */
  readonly maps: MapsReport;
}

export type ToWorker =
  /** Finds the adapter, brings back kept data. Sent once. */
  | { readonly type: 'open' }
  /** Files picked or dropped: an archive, a folder's files, or single batches. */
  | { readonly type: 'loadFiles'; readonly files: readonly GivenFile[] }
  | { readonly type: 'cancelLoad' }
  | { readonly type: 'useShapes' }
  /** Goes back to the CIFAR-10 that the browser keeps; `data` or `dataProblem` answers. */
  | { readonly type: 'useKept' }
  /** Removes the kept CIFAR-10 and goes back to Shapes-10. */
  | { readonly type: 'removeData' }
  /** Lets go of the present run, if any, builds this one and trains. */
  | { readonly type: 'start'; readonly run: RunConfig }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** One step of the paused run; with `run` (no run yet) builds it first and stays paused after its first step. */
  | { readonly type: 'step'; readonly run?: RunConfig }
  /** Lets go of the run and its weights. */
  | { readonly type: 'reset' }
  /** Puts the weights of the best validation back: at once where the run is paused or finished, else between two steps. */
  | { readonly type: 'goBack' }
  | { readonly type: 'setLive'; readonly live: LiveSettings }
  | { readonly type: 'preview'; readonly request: PreviewRequest }
  /** What can now be seen of the inside of the network; it is told as the run trains. */
  | { readonly type: 'watch'; readonly wishes: Wishes }
  /** Measures the operators of this run's network, between two steps of the present run, if any; that goes on afterwards. */
  | { readonly type: 'profile'; readonly run: RunConfig }
  | { readonly type: 'cancelProfile' }
  /** A learning-rate range test of this run's network from fresh weights, between two steps of the present run, if any; that goes on afterwards. */
  | { readonly type: 'rangeTest'; readonly run: RunConfig; readonly range: RateRange }
  | { readonly type: 'cancelRangeTest' }
  /** Trains these runs from fresh weights, one after another, between two steps of the present run, if any; that goes on afterwards. */
  | { readonly type: 'sweep'; readonly of: SweepPurpose; readonly runs: readonly RunConfig[]; readonly budget: Budget }
  | { readonly type: 'cancelSweep'; readonly of: SweepPurpose }
  /** Predicts test pictures, all or the first so many, between two steps of the present run, which goes on afterwards. */
  | { readonly type: 'evaluate'; readonly pictures?: number }
  | { readonly type: 'cancelEvaluation' }
  /** Pictures of the last evaluation, by their places in the test set; `testPictures` answers. */
  | { readonly type: 'showTestPictures'; readonly indices: readonly number[] }
  /** Trains these runs side by side for so many steps and reads the gradients of each, between two steps of the present run, if any; that goes on afterwards. */
  | { readonly type: 'gradientFlow'; readonly runs: readonly RunConfig[]; readonly steps: number }
  | { readonly type: 'cancelGradientFlow' }
  /** Finds something out about the network in training, in turns with its steps; takes the place of what was asked before of its kind. */
  | { readonly type: 'inquire'; readonly inquiry: Inquiry }
  | { readonly type: 'cancelInquiry'; readonly kind: InquiryKind }
  /** A picture of the test set that is loaded, by its place there; `testPicture` answers. */
  | { readonly type: 'showTestPicture'; readonly index: number }
  /** Explains a unit for a picture (NCHW bytes), by the weights as they now are; those that follow, until `endExplaining`, by the same weights. */
  | { readonly type: 'explain'; readonly pixels: Uint8Array; readonly unit: UnitPlace }
  | { readonly type: 'endExplaining' };

/** What the adapter is and allows. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A CPU plays the GPU (SwiftShader, llvmpipe). */
  readonly software: boolean;
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  /** All that it has, used or not, by the names that WebGPU has for them. */
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

export type DeviceReport =
  | { readonly status: 'ready'; readonly adapter: AdapterFacts }
  | {
      readonly status: 'unavailable';
      /**
       * `insecure`: plain http from another machine hides WebGPU. The page itself finds `withheld`, no adapter shortly after a
       * GPU was lost, and `noWorker`, where nobody can look.
       */
      readonly reason: 'noWebGpu' | 'insecure' | 'noAdapter' | 'noDevice' | 'withheld' | 'noWorker';
      readonly detail: string;
    }
  | { readonly status: 'lost'; readonly reason: string; readonly detail: string };

export type RunPhase = 'idle' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed';

export interface RunReport {
  readonly phase: RunPhase;
  /** Steps done. */
  readonly step: number;
  readonly stepsTotal: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Pictures a second over the last seconds; 0 before it is known. */
  readonly picturesPerSecond: number;
  /** Seconds spent training, pauses left out. */
  readonly seconds: number;
  /** Compiling pipelines: done and total. */
  readonly pipelines?: { readonly done: number; readonly total: number };
  /** Ways to run the operators are measured between the steps, which is slower for as long as it takes. */
  readonly tuning?: boolean;
  /** The validation with the highest accuracy; its weights are kept. */
  readonly best?: { readonly step: number; readonly accuracy: number };
  /** The step that the weights are from, once they were put back to the best and until the next step. */
  readonly weightsFrom?: number;
  /** The run has ended before its last step because its validations got no better. */
  readonly stoppedEarly?: boolean;
}

export interface StepPoint {
  readonly step: number;
  /** Epochs done, as a fraction. */
  readonly epoch: number;
  readonly seconds: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface ValidationPoint extends StepPoint {
  readonly pictures: number;
}

export interface Prediction extends SamplePicture {
  /** Ten numbers that add up to 1. */
  readonly probabilities: Float32Array;
}

/** How far a learning-rate range test is. */
export interface RangeReport {
  /** In order of rates. */
  readonly points: readonly RangePoint[];
  /** It is through, has ended early, or was cancelled. */
  readonly over: boolean;
  /** All rates were tried, or the loss has blown up: it was not cancelled. */
  readonly through: boolean;
  /** A good learning rate; undefined where there is none, or none as yet: see {@link RangeTest}. */
  readonly suggestion: number | undefined;
}

/** A training picture as the network would see it, in bytes again. */
export interface PreviewPicture extends SamplePicture {
  /** The class that it is mixed with, and that one's share. */
  readonly partner?: { readonly label: number; readonly share: number };
}

/** What a run of a sweep has come to. */
export type SweepOutcome =
  | ({ readonly kind: 'trained' } & Required<SweepResult>)
  /** Its loss is no number from this step on. */
  | { readonly kind: 'diverged'; readonly step: number }
  /** There can be no such run. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What is new of a sweep. */
export interface SweepReport {
  /** Which of its runs, from 0. */
  readonly run: number;
  /** Of the steps since the last report, each of its batch before the update. */
  readonly losses: readonly number[];
  /** Once the run is over; a run that was stopped has none. */
  readonly outcome?: SweepOutcome;
}

/** How far an evaluation is, in pictures. */
export interface EvaluationProgress {
  readonly done: number;
  readonly total: number;
}

/** What the network of a run makes of the first test pictures, by the weights that validations take. */
export interface EvaluationReport extends Predicted {
  /** The step that the weights are from. */
  readonly step: number;
  readonly source: DataSummary['source'];
  readonly classNames: readonly string[];
}

/** The gradients of one step: of each run, the root mean square of each layer's weights' gradient, in the order of the layers. */
export type GradientReading = readonly (readonly number[])[];

export type FromWorker =
  | { readonly type: 'device'; readonly report: DeviceReport }
  | { readonly type: 'proof'; readonly report: ProofReport }
  | { readonly type: 'data'; readonly summary: DataSummary }
  /** undefined: the load is over or was cancelled. */
  | { readonly type: 'loadProgress'; readonly progress?: LoadProgress }
  | { readonly type: 'dataProblem'; readonly problem: Problem }
  /** The run as it now is; sent at every change of phase and a few times a second. `config` comes when a run begins. */
  | { readonly type: 'run'; readonly report: RunReport; readonly config?: RunConfig }
  /** New points, batched a few times a second. */
  | { readonly type: 'points'; readonly points: readonly StepPoint[] }
  | { readonly type: 'validation'; readonly point: ValidationPoint }
  | { readonly type: 'predictions'; readonly step: number; readonly items: readonly Prediction[] }
  | { readonly type: 'maps'; readonly report: MapsReport }
  | { readonly type: 'kernels'; readonly report: KernelsReport }
  | { readonly type: 'health'; readonly report: HealthReport }
  | { readonly type: 'why'; readonly report: WhyReport }
  /** undefined: the inquiry is over. */
  | { readonly type: 'inquiryProgress'; readonly kind: InquiryKind; readonly progress?: InquiryProgress }
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'inquiryProblem'; readonly kind: InquiryKind; readonly problem: Problem }
  | { readonly type: 'preview'; readonly pictures: readonly PreviewPicture[] }
  | { readonly type: 'unit'; readonly report: UnitReport }
  | { readonly type: 'unitProblem'; readonly problem: Problem }
  | { readonly type: 'testPicture'; readonly picture: SamplePicture }
  /** Live settings took effect at this step. */
  | { readonly type: 'liveChanged'; readonly step: number; readonly live: LiveSettings }
  /** undefined: the measurement is over or was cancelled. */
  | { readonly type: 'profileProgress'; readonly progress?: ProfileProgress }
  | { readonly type: 'profile'; readonly report: ProfileReport }
  | { readonly type: 'profileProblem'; readonly problem: Problem }
  /** The test as it now is; sent a few times a second, and at its end. */
  | { readonly type: 'rangeTest'; readonly report: RangeReport }
  | { readonly type: 'rangeTestProblem'; readonly problem: Problem }
  /** Sent a few times a second, and at the end of each run. */
  | { readonly type: 'sweep'; readonly of: SweepPurpose; readonly report: SweepReport }
  /** The sweep is through, was cancelled, or cannot go on. */
  | { readonly type: 'sweepOver'; readonly of: SweepPurpose; readonly problem?: Problem }
  /** undefined: the evaluation is over or was cancelled. */
  | { readonly type: 'evaluationProgress'; readonly progress?: EvaluationProgress }
  | { readonly type: 'evaluation'; readonly report: EvaluationReport }
  | { readonly type: 'evaluationProblem'; readonly problem: Problem }
  | { readonly type: 'testPictures'; readonly pictures: readonly SamplePicture[] }
  /** The steps since the last message, in their order. */
  | { readonly type: 'gradientFlow'; readonly readings: readonly GradientReading[] }
  /** All steps are done, it was cancelled, or it cannot go on. */
  | { readonly type: 'gradientFlowOver'; readonly problem?: Problem }
  /** The run cannot start or go on. */
  | { readonly type: 'runProblem'; readonly problem: Problem };
