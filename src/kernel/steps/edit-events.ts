import { badInput } from '../../shared/errors';
import type { StepDefinition } from './step';

export const editEvents: StepDefinition<'edit-events'> = {
  run(step) {
    return Promise.reject(badInput(`${step.step} is not there yet.`));
  },
};
