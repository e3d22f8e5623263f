import type { GraphNode, ReceptiveField } from '../../engine/graph/graph';
import { volume } from '../../engine/shape';
import type { ParameterSpec, Window } from '../../engine/layers/types';
import { spanOf } from '../../engine/layers/window';

/** One figure of a layer, written out: `(32 − 5 + 2·2)/1 + 1 = 32`. */
export interface Sum {
  readonly figure: 'size' | 'rows' | 'columns' | 'values' | 'parameters' | 'multiplyAdds' | 'sees';
  readonly expression: string;
  readonly result: string;
}

type Write = (value: number) => string;

/** What a value of the input sees: one of its own, at a distance of one. */
export const INPUT_FIELD: ReceptiveField = { size: 1, jump: 1 };

/**
 * The arithmetic behind a layer's figures. It is read off what the engine worked out, so it holds for any layer type;
 * a figure whose parts do not multiply out to the engine's own result is left out.
 * @param before how far a value of the layer's input sees.
 * @param write writes a number as the page's language does.
 */
export function describe(node: GraphNode, before: ReceptiveField, write: Write): readonly Sum[] {
  return [...sizes(node, write), ...parameters(node, write), ...multiplyAdds(node, write), ...sees(node, before, write)];
}

/** floor((W − F + P) / S) + 1, F being what the window spans: once where rows and columns agree, else for each. */
function sizes({ window, input, output }: GraphNode, write: Write): readonly Sum[] {
  if (!window) {
    const flattened = output.channels === volume(input) && input.height * input.width > 1;
    const sides = [input.channels, input.height, input.width];
    return flattened ? [{ figure: 'values', expression: product(sides, write), result: write(output.channels) }] : [];
  }
  const axis = (figure: 'rows' | 'columns', length: number, count: number): Sum => ({
    figure,
    expression: slide(length, window, window.before[figure], window.after[figure], write),
    result: write(count),
  });
  const rows = axis('rows', input.height, output.height);
  const columns = axis('columns', input.width, output.width);
  return rows.expression === columns.expression ? [{ ...rows, figure: 'size' }] : [rows, columns];
}

function slide(length: number, window: Window, before: number, after: number, write: Write): string {
  const { kernel, stride, dilation } = window;
  const zeros = before === after ? `2·${write(before)}` : `${write(before)} + ${write(after)}`;
  const span = dilation === 1 ? write(kernel) : `(${write(dilation)}·(${write(kernel)} − 1) + 1)`;
  const quotient = `(${write(length)} − ${span} + ${zeros})/${write(stride)}`;
  const whole = (length - spanOf(window) + before + after) % stride === 0;
  return `${whole ? quotient : `⌊${quotient}⌋`} + 1`;
}

function parameters({ parameters: tensors, parameterCount }: GraphNode, write: Write): readonly Sum[] {
  const trained = tensors.filter(({ isState = false }) => !isState);
  if (trained.length === 0) return [];
  const expression = trained.map((tensor) => product(factors(tensor), write)).join(' + ');
  return [{ figure: 'parameters', expression, result: write(parameterCount) }];
}

/** Every weight is used once at each position of the output, or, where positions have weights of their own, once. */
function multiplyAdds({ parameters: tensors, output, multiplyAdds: count }: GraphNode, write: Write): readonly Sum[] {
  const weight = tensors.find((tensor) => tensor.name === 'weight');
  if (count === 0 || !weight) return [];
  const weights = factors(weight);
  const positions = [output.height, output.width].filter((side) => side > 1);
  const parts = [[...weights, ...positions], weights].find((numbers) => numbers.reduce((total, number) => total * number, 1) === count);
  return parts ? [{ figure: 'multiplyAdds', expression: product(parts, write), result: write(count) }] : [];
}

/** A window of F sees F − 1 steps further than its input, each as long as its dilation and the strides before it make it; but not where it sees all. */
function sees({ window, receptiveField }: GraphNode, before: ReceptiveField, write: Write): readonly Sum[] {
  if (!window || !Number.isFinite(receptiveField.size) || receptiveField.flattened !== undefined) return [];
  const steps = window.dilation === 1 ? [before.jump] : [window.dilation, before.jump];
  const expression = `${write(before.size)} + (${write(window.kernel)} − 1)·${steps.map((step) => write(step)).join('·')}`;
  return [{ figure: 'sees', expression, result: write(receptiveField.size) }];
}

/** Sides of a tensor as people say them: filters × kernel × kernel × channels for a [filters, channels, kernel, kernel] weight, others in their order. */
function factors({ shape }: ParameterSpec): readonly number[] {
  const [filters = 1, channels = 1, ...kernel] = shape;
  return shape.length === 4 ? [filters, ...kernel, channels] : shape;
}

function product(numbers: readonly number[], write: Write): string {
  return numbers.map((number) => write(number)).join(' × ');
}
