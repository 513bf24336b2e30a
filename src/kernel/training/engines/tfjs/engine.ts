import type { TrainingEngine } from '../engine';
import type { Tf } from './convolution';
import { tfjsPredictor, tfjsTrainer } from './trainer';

/** An engine on a backend of TensorFlow.js that has been chosen and stands ready. */
export const tfjsEngine = (
  id: TrainingEngine['id'],
  tf: Tf,
  versions: Readonly<Record<string, string>>,
): TrainingEngine => ({
  id,
  versions,
  createTrainer: (network, options) => Promise.resolve(tfjsTrainer(tf, network, options)),
  createPredictor: (network, parameters) => Promise.resolve(tfjsPredictor(tf, network, parameters)),
});
