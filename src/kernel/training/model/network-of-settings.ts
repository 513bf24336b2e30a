import type { NetworkDescription } from '../../../shared/network';
import type { Settings } from '../../../shared/settings';
import { outputsOf } from '../../../shared/training';
import type { DatasetDescription } from '../data/dataset';

/** The network that settings ask for, with as many inputs as the data set has features, and outputs for its target. */
export const networkOf = (
  { training }: Pick<Settings, 'training'>,
  { features, target }: Pick<DatasetDescription, 'features' | 'target'>,
): NetworkDescription => ({
  features: features.length,
  windowFrames: training.window_size,
  filters: training.num_filters,
  blocks: training.num_blocks,
  kernelSize: training.kernel_size,
  dropoutRate: training.dropout_rate,
  causal: training.causal,
  head: training.head,
  ...outputsOf[target],
});
