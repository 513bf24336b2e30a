import { existsSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { leftOut, times, timed, told } from '../figures.mjs';
import { median } from '../statistics.mjs';

export const title = 'Two folds side by side, against one after the other';
export const notes = [
  'Training windows a second of both folds together, two workers against one; interleaved, median of the pairs.',
  'The balanced network and batch on exact phantom points; the start of the workers is counted.',
];

const asked = 1.6;

export async function measure(context) {
  if (context.cores < 2) return [leftOut('two folds', 'this machine has one core')];
  const { createSession } = await import(path.join(context.root, 'dist/index.js'));
  const study = path.join(context.folder, 'training-study', 'study.csv');
  if (!existsSync(study)) context.kernel.writeStudy(path.dirname(study), { subjects: 4, secondsEach: 6 });

  const windowsPerSecond = async (workers) => {
    const folder = mkdtempSync(path.join(context.folder, 'folds-'));
    let windows = 0;
    const session = await createSession({
      workingFolder: folder,
      settings: {
        performance_mode: 'balanced',
        io_optimization: { max_workers: workers },
        model_optimization: { early_stopping: false },
      },
      onProgress: (progress) => {
        windows = progress.doneFrames;
      },
    });
    await session.run({ step: 'load-landmarks', study, as: 'walks' });
    const { record } = await session.run({
      ...{ step: 'train-folds', data: 'walks', n_folds: 2, validation_split: 0, overlap: 0.9 },
      ...{ epochs: context.quick ? 4 : 48, engine: 'wasm' },
    });
    await session.close();
    if (record.plan.workers !== workers)
      throw new Error(`${record.plan.workers} workers trained, not ${workers}`);
    return windows / record.stages.model_training;
  };

  const pairs = [];
  for (let repeat = 0; repeat < (context.quick ? 1 : 3); repeat++) {
    context.say(`two folds, ${repeat + 1}`);
    pairs.push({ one: await windowsPerSecond(1), two: await windowsPerSecond(2) });
  }
  const ratios = pairs.map(({ one, two }) => two / one);
  return [
    timed('balanced, two folds', `≥ ${asked}`, `${median(ratios).toFixed(2)} (pairs: ${times(ratios)})`),
    told(
      '  windows a second, one worker',
      times(
        pairs.map(({ one }) => one),
        0,
      ),
    ),
    told(
      '  windows a second, two workers',
      times(
        pairs.map(({ two }) => two),
        0,
      ),
    ),
  ];
}
