import { badInput } from '../../../shared/errors';
import type { Settings } from '../../../shared/settings';

/**
 * What can be said of settings before anything is read.
 * @throws GaitError bad-input for what no engine can do, or what contradicts itself, with the reason.
 */
export function checkTrainingSettings({
  training,
  model_optimization: model,
}: Pick<Settings, 'training' | 'model_optimization'>): void {
  if (model.mixed_precision) {
    throw badInput(
      'mixed_precision is not taken: no engine of TensorFlow.js trains with 16 bits, so that it would change nothing.',
      'Leave model_optimization.mixed_precision off.',
    );
  }
  const { causal, kernel_size: kernelSize } = training;
  if (!causal && kernelSize % 2 === 0) {
    throw badInput(
      `kernel_size ${kernelSize} is even: a centred network sees as many frames before as after one, which takes an odd number.`,
      `Set kernel_size to ${kernelSize - 1} or ${kernelSize + 1}, or causal to true.`,
    );
  }
  if (model.early_stopping && training.validation_split === 0) {
    throw badInput(
      'There is nothing to stop early by: validation_split is 0, so that no groups are kept aside.',
      'Set validation_split to 0.2, or model_optimization.early_stopping to false.',
    );
  }
  const { learning_rate: rate, min_learning_rate: least } = training;
  if (least > rate) {
    throw badInput(
      `min_learning_rate ${least} is more than the learning_rate ${rate} that training starts with.`,
      'Set min_learning_rate lower.',
    );
  }
}
