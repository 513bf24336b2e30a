import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { timed, told } from '../figures.mjs';
import { freshPlace } from '../run-gait.mjs';
import { median, spread } from '../statistics.mjs';
import { load, pose, untilRuns } from './bed.mjs';

const withinMs = 600_000;

/** Frames/s of the pose in a notebook's kernel and in the command on the same Node, one after the other. */
export async function measureThroughput(context, bed, { node, texts, clip, frames }) {
  const repeats = context.quick ? 2 : 5;
  const window = await bed.newWindow(
    Object.fromEntries(
      Array.from({ length: repeats }, (_, index) => [
        // A folder and so a store of its own, that nothing is found in.
        [`pose-${index}/pose-${index}.gaitnb`, texts([load(), pose])],
        [`pose-${index}/walk.mp4`, { copyOf: clip }],
      ]).flat(),
    ),
  );
  const inNotebook = async (index) => {
    const notebook = await window.openNotebook(`pose-${index}/pose-${index}.gaitnb`);
    await notebook.runAll();
    await untilRuns(context, path.join(window.folder, `pose-${index}`), 2);
    for (const cell of [0, 1]) await notebook.untilState(cell, 'success', withinMs);
    await notebook.save();
    await window.closeEditor();
    return rateIn(context, path.join(window.folder, `pose-${index}/.gait`), frames);
  };
  const onCommandLine = async () => {
    const { output, store } = freshPlace(context);
    await promisify(execFile)(node, [
      '--v8-pool-size=1',
      path.join(context.root, 'dist/gait.js'),
      ...['analyze', '--videos', clip, '--performance-mode', 'fast', '--output', output, '--store', store],
    ]);
    return rateIn(context, store, frames);
  };
  const rates = { notebook: [], command: [] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    context.say(`${frames} frames in the notebook and on the command line, ${repeat + 1}`);
    // Each of them first in turn, so that a machine that slows down favours neither.
    if (repeat % 2 === 0) rates.notebook.push(await inNotebook(repeat));
    rates.command.push(await onCommandLine());
    if (repeat % 2 === 1) rates.notebook.push(await inNotebook(repeat));
  }
  await window.close();
  const ratio = median(rates.notebook) / median(rates.command);
  return [
    timed('pose in the notebook over `gait analyze`, ratio of medians', 'within noise', ratio.toFixed(3)),
    ...Object.entries({ 'in the notebook': rates.notebook, 'on the command line': rates.command }).map(
      ([name, values]) => told(`  ${name}`, `${median(values).toFixed(1)} frames/s (${spread(values, 1)})`),
    ),
  ];
}

async function rateIn({ kernel }, store, frames) {
  const run = (await kernel.readRuns(store)).find(({ step }) => step === 'extract-pose');
  const { walks, stages } = run.record;
  if (walks[0].frames !== frames) throw new Error(`${store} has ${walks[0].frames} frames, not ${frames}.`);
  return frames / stages.video_processing;
}
