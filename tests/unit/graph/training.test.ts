import { describe, expect, it } from 'vitest';
import { parseModelFile } from '../../../src/engine/graph/parse';
import { presets } from '../../../src/engine/graph/presets';
import { changesOf, recipeDefaults, recipeWith } from '../../../src/engine/optim/settings';
import { ProblemError, type Problem } from '../../../src/engine/problem';

const withTraining = (training: unknown) => ({ ...presets.mlp, training });

function problemWith(training: unknown): Problem | undefined {
  try {
    parseModelFile(withTraining(training));
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  return undefined;
}

describe('the training settings of a model file', () => {
  it('need not be there', () => {
    expect(parseModelFile(presets.mlp)).toEqual({ model: presets.mlp });
  });

  it('are what the file says, and for the rest as is usual with its optimiser', () => {
    const { model, training } = parseModelFile(withTraining({ optimizer: 'muon', learningRate: 0.02, flip: 'random', testTimeAugmentation: 2 }));
    expect(model).toEqual(presets.mlp);
    const muon = { momentum: 0.95, nesterov: true, beta1: 0.9, beta2: 0.95, epsilon: 1e-10 };
    expect(training).toEqual({ ...recipeDefaults, optimizer: 'muon', learningRate: 0.02, flip: 'random', testTimeAugmentation: 2, ...muon });
  });

  it('are kept in a file by what is not usual', () => {
    const recipe = recipeWith({ optimizer: 'lion', beta2: 0.98, labelSmoothing: 0.1, lookahead: true });
    expect(changesOf(recipe)).toEqual({ optimizer: 'lion', beta2: 0.98, labelSmoothing: 0.1, lookahead: true });
    expect(recipeWith(changesOf(recipe))).toEqual(recipe);
    expect(changesOf(recipeDefaults)).toEqual({});
  });

  it.each([
    [7, 'model.trainingNotAnObject', 'training'],
    [[], 'model.trainingNotAnObject', 'training'],
    [{ optimiser: 'adam' }, 'model.unknownField', 'training.optimiser'],
    [{ toString: 1 }, 'model.unknownField', 'training.toString'],
    [{ optimizer: 'adamax' }, 'model.notAChoice', 'training.optimizer'],
    [{ testTimeAugmentation: 3 }, 'model.notAChoice', 'training.testTimeAugmentation'],
    [{ nesterov: 'yes' }, 'model.notABoolean', 'training.nesterov'],
    [{ batchSize: 1.5 }, 'model.outOfRange', 'training.batchSize'],
    [{ learningRate: -1 }, 'model.numberOutOfRange', 'training.learningRate'],
    [{ ema: '0.9' }, 'model.numberOutOfRange', 'training.ema'],
  ])('are refused with their place: %j', (training, code, path) => {
    expect(problemWith(training)).toMatchObject({ code, path });
  });
});
