import { GaitError } from '../../shared/errors';
import type { StepDefinition } from './step';

export const benchmark: StepDefinition<'benchmark'> = {
  run: () => Promise.reject(new GaitError('failed', 'Benchmarks cannot be run yet.')),
};
