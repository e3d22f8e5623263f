import type { Patch } from '../../engine/attribution/occlusion';
import type { Area } from '../../engine/explain/sight';

/** Something to be found out about the network in training, once. */
export type Inquiry = OcclusionInquiry | ExcitingInquiry | AscentInquiry | EmbeddingInquiry;
export type InquiryKind = Inquiry['kind'];
/** The finding of a kind of inquiry. */
export type FindingOf<Kind extends InquiryKind> = Extract<Finding, { readonly kind: Kind }>;
export type Finding = OcclusionFinding | ExcitingFinding | AscentFinding | EmbeddingFinding;

/** What becomes of a class's probability where parts of a picture are covered. */
export interface OcclusionInquiry {
  readonly kind: 'occlusion';
  /** NCHW bytes, 3 × 32 × 32. */
  readonly pixels: Uint8Array;
  /** Undefined for the class that is predicted. */
  readonly label: number | undefined;
  readonly patch: Patch;
}

export interface OcclusionFinding {
  readonly kind: 'occlusion';
  /** The step that the weights are from, as in every finding. */
  readonly step: number;
  readonly pixels: Uint8Array;
  readonly patch: Patch;
  readonly label: number;
  /** Of the class, with nothing covered. */
  readonly probability: number;
  /** How far it falls, on the mean of the patches over each point: H × W. */
  readonly drops: Float32Array;
}

/** Which of the first test pictures most excite a channel of a layer. */
export interface ExcitingInquiry {
  readonly kind: 'exciting';
  readonly path: string;
  readonly channel: number;
  readonly pictures: number;
}

export interface ExcitingPicture {
  /** In the test set. */
  readonly index: number;
  readonly label: number;
  readonly pixels: Uint8Array;
  /** The largest that the channel gives anywhere on it. */
  readonly value: number;
  /** What of the picture that position sees; undefined for nothing. */
  readonly area: Area | undefined;
}

export interface ExcitingFinding {
  readonly kind: 'exciting';
  readonly step: number;
  readonly path: string;
  readonly channel: number;
  /** Pictures gone through. */
  readonly pictures: number;
  /** The most exciting first. */
  readonly items: readonly ExcitingPicture[];
}

/** A picture that is made to excite a channel: the mean of what it gives over its positions. */
export interface AscentInquiry {
  readonly kind: 'ascent';
  readonly path: string;
  readonly channel: number;
  readonly start: 'noise' | 'grey';
  readonly steps: number;
  readonly seed: number;
  readonly regularised: boolean;
}

/** Told again and again as it climbs. */
export interface AscentFinding {
  readonly kind: 'ascent';
  readonly step: number;
  readonly path: string;
  readonly channel: number;
  /** Steps climbed. */
  readonly climbed: number;
  readonly pixels: Uint8Array;
  /** What the channel gives on the mean: for each step climbed, before it, and now. */
  readonly values: readonly number[];
  /** Nothing that is changed in the picture changes the channel. */
  readonly isStuck: boolean;
}

/** Test pictures laid out by what the last hidden layer makes of them. */
export interface EmbeddingInquiry {
  readonly kind: 'embedding';
  readonly method: 'pca' | 'umap';
  readonly pictures: number;
  readonly seed: number;
}

export interface EmbeddingFinding {
  readonly kind: 'embedding';
  readonly step: number;
  readonly method: 'pca' | 'umap';
  /** The layer, and how many values it has for a picture; undefined where the last layer reads the pictures themselves. */
  readonly path: string | undefined;
  readonly width: number;
  /** [picture][axis]: two axes. */
  readonly coordinates: Float32Array;
  /** Share of the variance along each axis; none for UMAP, whose axes mean nothing. */
  readonly shares: readonly number[];
  readonly labels: Uint8Array;
  readonly predicted: Uint8Array;
  /** Bytes of all pictures, one behind another. */
  readonly pixels: Uint8Array;
}

/** How far an inquiry is. */
export interface InquiryProgress {
  readonly done: number;
  readonly total: number;
}

/** What is told after a turn of the work, which takes its turns between the steps of a run. */
export interface Turn {
  readonly progress: InquiryProgress;
  /** What can be shown already. */
  readonly finding?: Finding;
}
