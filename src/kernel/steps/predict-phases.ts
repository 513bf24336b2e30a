import { badInput } from '../../shared/errors';
import type { StepDefinition } from './step';

export const predictPhases: StepDefinition<'predict-phases'> = {
  run: () => Promise.reject(badInput('predict-phases is being built.')),
};
