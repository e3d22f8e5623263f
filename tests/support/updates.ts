import type { OptimiserName, OptimiserSettings } from '../../src/engine/optim/optimisers';

/** A tensor that is to be updated, in PyTorch's layout. */
export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly weight: Float64Array;
}

/** What an update goes by, all of it. */
export type ReferenceSettings = OptimiserSettings & { readonly learningRate: number; readonly weightDecay: number };

export type OwnSettings = (tensor: ReferenceTensor, index: number) => Partial<Pick<ReferenceSettings, 'learningRate' | 'weightDecay'>>;

const at = (values: ArrayLike<number>, index: number) => values[index] ?? 0;

/** NAdam's momentum at an update. */
const momentumOf = ({ beta1 }: Pick<ReferenceSettings, 'beta1'>, update: number) => beta1 * (1 - 0.5 * 0.96 ** (update * 4e-3));

/**
 * The optimisers in double precision, one number after another, written from the rules that the documentation of torch.optim
 * states, Chen et al. (arXiv 2302.06675) for Lion, and https://github.com/KellerJordan/Muon for Muon, which here takes every
 * tensor of two or more dimensions. Weights are changed in place.
 */
export class ReferenceOptimiser {
  private updates = 0;
  private readonly memory = new Map<ReferenceTensor, Float64Array[]>();
  /** NAdam's product of all momenta so far. */
  private product = 1;

  constructor(private readonly name: OptimiserName) {}

  /** @param gradients one for each tensor. @param own what of the settings is another for a tensor: those of its parameter group, as PyTorch says. */
  update(tensors: readonly ReferenceTensor[], gradients: readonly ArrayLike<number>[], settings: ReferenceSettings, own?: OwnSettings): void {
    this.updates++;
    this.product *= momentumOf(settings, this.updates);
    for (const [index, tensor] of tensors.entries()) this.updateOne(tensor, gradients[index] ?? [], { ...settings, ...own?.(tensor, index) });
  }

  private updateOne(tensor: ReferenceTensor, gradient: ArrayLike<number>, settings: ReferenceSettings): void {
    const { weight, shape } = tensor;
    const { learningRate: lr, momentum, nesterov, beta1, beta2, epsilon, weightDecay } = settings;
    const [first = new Float64Array(), second = new Float64Array()] = this.memoryOf(tensor);
    const adam = (i: number, g: number) => {
      first[i] = beta1 * at(first, i) + (1 - beta1) * g;
      second[i] = beta2 * at(second, i) + (1 - beta2) * g * g;
      const mean = at(first, i) / (1 - beta1 ** this.updates);
      const square = at(second, i) / (1 - beta2 ** this.updates);
      return mean / (Math.sqrt(square) + epsilon);
    };
    if (this.name === 'muon' && shape.length > 1) {
      const directions = Float64Array.from(gradient, (g, i) => {
        first[i] = momentum * at(first, i) + (1 - momentum) * g;
        return nesterov ? (1 - momentum) * g + momentum * at(first, i) : at(first, i);
      });
      const orthogonal = orthogonalised(directions, shape);
      for (let i = 0; i < weight.length; i++) weight[i] = at(weight, i) * (1 - lr * weightDecay) - lr * at(orthogonal, i);
      return;
    }
    for (let i = 0; i < weight.length; i++) {
      const before = at(weight, i);
      const decayed = at(gradient, i) + weightDecay * before;
      weight[i] = (() => {
        switch (this.name) {
          case 'sgd':
            first[i] = momentum * at(first, i) + decayed;
            return before - lr * (nesterov ? decayed + momentum * at(first, i) : at(first, i));
          case 'adam':
            return before - lr * adam(i, decayed);
          case 'adamw':
            return before * (1 - lr * weightDecay) - lr * adam(i, at(gradient, i));
          case 'nadam': {
            first[i] = beta1 * at(first, i) + (1 - beta1) * decayed;
            second[i] = beta2 * at(second, i) + (1 - beta2) * decayed ** 2;
            const root = Math.sqrt(at(second, i) / (1 - beta2 ** this.updates)) + epsilon;
            const [now, next] = [momentumOf(settings, this.updates), momentumOf(settings, this.updates + 1)];
            const ofGradient = ((1 - now) * decayed) / (1 - this.product);
            return before - (lr * (ofGradient + (next * at(first, i)) / (1 - this.product * next))) / root;
          }
          case 'rmsprop':
            first[i] = beta2 * at(first, i) + (1 - beta2) * decayed ** 2;
            second[i] = momentum * at(second, i) + decayed / (Math.sqrt(at(first, i)) + epsilon);
            return before - lr * at(second, i);
          case 'adagrad':
            first[i] = at(first, i) + decayed ** 2;
            return before - (lr * decayed) / (Math.sqrt(at(first, i)) + epsilon);
          case 'lion': {
            const direction = Math.sign(beta1 * at(first, i) + (1 - beta1) * at(gradient, i));
            first[i] = beta2 * at(first, i) + (1 - beta2) * at(gradient, i);
            return before - lr * (direction + weightDecay * before);
          }
          case 'muon': {
            const rate = (lr * 3e-4) / 0.02;
            return before * (1 - rate * weightDecay) - rate * adam(i, at(gradient, i));
          }
        }
      })();
    }
  }

  private memoryOf(tensor: ReferenceTensor): Float64Array[] {
    const found = this.memory.get(tensor) ?? [new Float64Array(tensor.weight.length), new Float64Array(tensor.weight.length)];
    this.memory.set(tensor, found);
    return found;
  }
}

/**
 * Five steps of the quintic Newton–Schulz iteration on a tensor as a matrix with a row for each filter, divided by its norm
 * before and stretched after (`zeropower_via_newtonschulz5`, `muon_update`).
 */
export function orthogonalised(values: ArrayLike<number>, shape: readonly number[]): Float64Array {
  const [rows = 1] = shape;
  const columns = values.length / rows;
  const norm = Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0)) + 1e-7;
  let x: Matrix = { rows, columns, values: Float64Array.from(values, (value) => value / norm) };
  for (let step = 0; step < 5; step++) {
    const gram = product(x, transposed(x));
    const square = product(gram, gram);
    const polynomial = { ...gram, values: gram.values.map((value, i) => -4.775 * value + 2.0315 * at(square.values, i)) };
    const change = product(polynomial, x);
    x = { ...x, values: x.values.map((value, i) => 3.4445 * value + at(change.values, i)) };
  }
  const [height = 1, width = 1] = shape.slice(-2);
  const stretch = Math.sqrt(Math.max(1, height / width));
  return x.values.map((value) => value * stretch);
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
}

function product(a: Matrix, b: Matrix): Matrix {
  const values = new Float64Array(a.rows * b.columns);
  for (let row = 0; row < a.rows; row++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = at(a.values, row * a.columns + k);
      for (let column = 0; column < b.columns; column++) {
        const place = row * b.columns + column;
        values[place] = at(values, place) + factor * at(b.values, k * b.columns + column);
      }
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  return { rows: columns, columns: rows, values: Float64Array.from(values, (_, i) => at(values, (i % rows) * columns + Math.floor(i / rows))) };
}
