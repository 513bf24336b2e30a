import type { Figures, TrainingFigures } from './figures';
import { fitsMachine, mb, mostBatch, roundedLimitMb, type Rule } from './rule';
import type { Recommendation } from '../../shared/performance-report';
import type { SettingsLayer } from '../../shared/settings';

/** Shorter trainings are over before a change would pay. */
const noticeableS = 60;
const anotherResult = 'The batch is part of the result: another one gives another classifier.';

/** Folds that would all have a core. */
const usefulFolds = (training: TrainingFigures, { machine }: Figures): number =>
  Math.min(training.folds, machine.cores);
const workersOf = ({ plan }: TrainingFigures): number => plan?.workers ?? 1;

const limitForMoreMb = (training: TrainingFigures, figures: Figures): number =>
  roundedLimitMb(
    (1.1 * (training.plan?.expectedMb ?? 0) * usefulFolds(training, figures)) / workersOf(training),
  );
const limitAfterStopMb = ({ peakRssMb, limitMb }: TrainingFigures): number =>
  roundedLimitMb(Math.max(1.3 * peakRssMb, 1.25 * limitMb));

/** What gives a training that did not fit its room, the ways first that leave the result as it is. */
function roomForTraining(training: TrainingFigures, figures: Figures): SettingsLayer {
  const { settings } = training;
  if (!settings.memory_optimization.chunk_processing)
    return { memory_optimization: { chunk_processing: true } };
  const limitMb = limitAfterStopMb(training);
  if (fitsMachine(limitMb, figures)) return { max_memory_mb: limitMb };
  const { batch_size: batch } = settings.training;
  return batch > 1 ? { training: { batch_size: Math.floor(batch / 2) } } : {};
}

/** A rule that has something to say only where something was trained. */
interface TrainingRule {
  readonly id: string;
  when(training: TrainingFigures, figures: Figures): Recommendation['figure'] | null;
  text(training: TrainingFigures, figures: Figures): string;
  settings(training: TrainingFigures, figures: Figures): SettingsLayer;
  effect(training: TrainingFigures, figures: Figures): string;
}

const heldBack = (training: TrainingFigures, figures: Figures, isHeldBy: boolean) =>
  isHeldBy && !training.limitReached && usefulFolds(training, figures) > workersOf(training)
    ? {
        name: 'workers',
        value: workersOf(training),
        threshold: usefulFolds(training, figures),
        unit: 'workers',
      }
    : null;
const foldsAtOnce = (training: TrainingFigures, { machine }: Figures): string =>
  `${training.folds} folds were trained ${workersOf(training)} at a time, on ${machine.cores} cores`;
const more = (training: TrainingFigures, figures: Figures): string =>
  `Up to ${(usefulFolds(training, figures) / workersOf(training)).toFixed(1)} times as fast; the result is the same.`;

const ofTraining: readonly TrainingRule[] = [
  {
    id: 'training-limit-reached',
    when: ({ limitReached, peakRssMb, limitMb }) =>
      limitReached ? { name: 'peak_rss_mb', value: peakRssMb, threshold: limitMb, unit: 'MB' } : null,
    text: ({ limitMb }) => `The memory limit of ${mb(limitMb)} did not allow this training, or ended it.`,
    settings: roomForTraining,
    effect: (training, figures) => {
      const change = roomForTraining(training, figures);
      if (change.memory_optimization) return 'Windows are read from disk; the result is the same.';
      if (change.max_memory_mb !== undefined) return 'More room for the same batch; the result is the same.';
      return change.training
        ? `Half of the memory for a batch. ${anotherResult}`
        : 'Every setting that helps is at its end: only a smaller network needs less (num_filters, num_blocks).';
    },
  },
  {
    id: 'training-batch-above-memory',
    when: ({ settings }, figures) =>
      settings.training.batch_size > mostBatch(figures)
        ? {
            name: 'batch_size',
            value: settings.training.batch_size,
            threshold: mostBatch(figures),
            unit: 'windows',
          }
        : null,
    text: ({ settings }, { machine }) =>
      `Training batches of ${settings.training.batch_size} windows are large for ${mb(machine.memoryMb)} of memory.`,
    settings: (_, figures) => ({ training: { batch_size: mostBatch(figures) } }),
    effect: () => `Less memory for each fold, so that more of them fit side by side. ${anotherResult}`,
  },
  {
    id: 'training-slow-in-wasm',
    when: ({ engine, seconds }) =>
      engine === 'tfjs-wasm' && seconds >= noticeableS
        ? { name: 'model_training_s', value: seconds, threshold: noticeableS, unit: 's' }
        : null,
    text: ({ seconds }) =>
      `Training took ${seconds.toFixed(0)} s in WebAssembly: tfjs-node computes the same network in native code.`,
    settings: ({ settings }) => (settings.training.engine === 'wasm' ? { training: { engine: 'auto' } } : {}),
    effect: () =>
      'Faster where tfjs-node is installed (gait doctor says whether it is, and how to get it); weights differ a little between engines.',
  },
  {
    id: 'training-held-by-setting',
    when: (training, figures) => {
      const { enable_optimizations: on, io_optimization: io } = training.settings;
      const isHeld = on && (!io.parallel_processing || io.max_workers <= workersOf(training));
      return heldBack(training, figures, isHeld);
    },
    text: (training, figures) => `${foldsAtOnce(training, figures)}, as the settings say.`,
    settings: (training, figures) => ({
      io_optimization: { parallel_processing: true, max_workers: usefulFolds(training, figures) },
    }),
    effect: more,
  },
  {
    id: 'training-held-by-memory',
    when: (training, figures) => {
      const isHeld = training.plan?.boundBy === 'max_memory_mb';
      return heldBack(training, figures, isHeld && fitsMachine(limitForMoreMb(training, figures), figures));
    },
    text: (training, figures) => `${foldsAtOnce(training, figures)}, as the memory limit allows.`,
    settings: (training, figures) => ({ max_memory_mb: limitForMoreMb(training, figures) }),
    effect: more,
  },
];

/** Advice on training: rules are asked for its figures alone, which are there where one of them has a figure. */
export const trainingRules: readonly Rule[] = ofTraining.map((rule) => ({
  id: rule.id,
  when: (figures) => figures.training && rule.when(figures.training, figures),
  text: (figures) => rule.text(figures.training!, figures),
  settings: (figures) => rule.settings(figures.training!, figures),
  effect: (figures) => rule.effect(figures.training!, figures),
}));
