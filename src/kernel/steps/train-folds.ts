import { badInput } from '../../shared/errors';
import type { StepDefinition } from './step';

export const trainFolds: StepDefinition<'train-folds'> = {
  run: () => Promise.reject(badInput('train-folds is being built.')),
};
