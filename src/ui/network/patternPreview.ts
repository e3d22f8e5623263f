import { analyse, type Analysis } from '../../engine/graph/graph';
import { parseModel } from '../../engine/graph/parse';
import { patternModel, type Pattern } from '../../engine/graph/pattern';
import { shapeText } from './words';
import type { ModelSpec } from '../../engine/graph/spec';
import { ProblemError, type Problem } from '../../engine/problem';

export const defaultPattern: Pattern = {
  ...{ m: 2, n: 2, k: 2, kernel: 3, padding: 'same', activation: 'relu' },
  ...{ filters: 32, doubling: true, pool: true, units: 128 },
};

/** Limits of the numbers of the form. A pattern within them may still be refused as a whole, with a reason. */
export const patternLimits = {
  m: { min: 1, max: 6 },
  n: { min: 0, max: 8 },
  k: { min: 1, max: 5 },
  kernel: { min: 1, max: 15 },
  filters: { min: 1, max: 512 },
  units: { min: 1, max: 8192 },
} as const satisfies Partial<Record<keyof Pattern, { min: number; max: number }>>;

/** What a pattern gives: a network, or why there is none. */
export type PatternPreview = { readonly spec: ModelSpec; readonly analysis: Analysis } | { readonly problem: Problem };

/** Builds the pattern and checks it as a model file would be. */
export function previewPattern(pattern: Pattern): PatternPreview {
  try {
    const spec = parseModel(patternModel(pattern));
    const analysis = analyse(spec);
    return analysis.problem ? { problem: analysis.problem } : { spec, analysis };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

/** The shapes that values pass through, each once: `3×32×32`, `32×32×32`, `32×16×16`, … */
export function shapesAlong(spec: ModelSpec, { nodes }: Analysis, write: (value: number) => string): readonly string[] {
  const shapes = [spec.input, ...nodes.map((node) => node.output)].map((shape) => shapeText(shape, write));
  return shapes.filter((shape, index) => shape !== shapes[index - 1]);
}
