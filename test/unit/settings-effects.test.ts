import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { defaultProfiles, defaultSettings, leaves } from '../../src/shared/resolve-settings';

const effects = 'test/kernel/settings-effects.test.ts';
const trainingEffects = 'test/kernel/training-settings.test.ts';

/** For every key under configs/, the file whose test of that name shows what it changes, or that it is refused. */
const shownIn: Readonly<Record<string, string>> = {
  performance_mode: effects,
  enable_optimizations: effects,
  max_memory_mb: effects,
  deadline_s: effects,
  frame_width: effects,
  frame_rate: effects,
  blur_faces: effects,
  ffmpeg_path: effects,
  'io_optimization.batch_size': effects,
  'io_optimization.use_compression': effects,
  'io_optimization.parallel_processing': effects,
  'io_optimization.max_workers': effects,
  'memory_optimization.chunk_processing': effects,
  'memory_optimization.chunk_size': effects,
  'memory_optimization.garbage_collection_frequency': effects,
  'mediapipe.model_complexity': effects,
  'mediapipe.min_detection_confidence': effects,
  'mediapipe.min_tracking_confidence': effects,
  'mediapipe.smooth_landmarks': effects,
  'mediapipe.enable_segmentation': effects,
  'signal_processing.confidence_threshold': effects,
  'signal_processing.filter_cutoff_hz': effects,
  'signal_processing.filter_order': effects,
  'signal_processing.max_gap_s': effects,
  tfjs_node_path: trainingEffects,
  node_path: trainingEffects,
  'training.num_filters': trainingEffects,
  'training.num_blocks': trainingEffects,
  'training.kernel_size': trainingEffects,
  'training.dropout_rate': trainingEffects,
  'training.causal': trainingEffects,
  'training.head': trainingEffects,
  'training.window_size': trainingEffects,
  'training.overlap': trainingEffects,
  'training.batch_size': trainingEffects,
  'training.epochs': trainingEffects,
  'training.n_folds': trainingEffects,
  'training.leave_one_out': trainingEffects,
  'training.group_by': trainingEffects,
  'training.validation_split': trainingEffects,
  'training.learning_rate': trainingEffects,
  'training.early_stopping_patience': trainingEffects,
  'training.plateau_patience': trainingEffects,
  'training.min_learning_rate': trainingEffects,
  'training.class_weights': trainingEffects,
  'training.augmentation': trainingEffects,
  'training.seed': trainingEffects,
  'training.engine': trainingEffects,
  'model_optimization.mixed_precision': trainingEffects,
  'model_optimization.gradient_accumulation': trainingEffects,
  'model_optimization.early_stopping': trainingEffects,
  'model_optimization.model_checkpointing': trainingEffects,
};

const keys = (layer: object): string[] => [...leaves(layer)].map(([key]) => key);

it('every key of configs/default.json is shown by a test, and no other is listed', () => {
  expect(Object.keys(shownIn).sort()).toEqual(keys(defaultSettings).sort());
});

it('the profiles hold no key that configs/default.json does not have', () => {
  for (const { description, ...layer } of Object.values(defaultProfiles)) {
    expect(description).toBeTruthy();
    for (const key of keys(layer)) expect(shownIn).toHaveProperty([key]);
  }
});

it.each(Object.entries(shownIn))('%s has a test of its name', (key, file) => {
  const absolute = path.join(packageRoot, file);
  expect(existsSync(absolute)).toBe(true);
  const titles = readFileSync(absolute, 'utf8').match(/it\(\s*'[^']*'/g) ?? [];
  expect(titles.filter((title) => title.includes(key))).not.toEqual([]);
});
