import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { timed, told } from '../figures.mjs';
import { freshPlace } from '../run-gait.mjs';
import { median, spread } from '../statistics.mjs';
import { load, pose, untilRuns } from './bed.mjs';
import { browserCpu } from './browser-cpu.mjs';
import { hideWindow } from './hidden-window.mjs';
import { countLivePoints, livePointFigures } from './live-points.mjs';

const withinMs = 600_000;

/**
 * Frames/s of the pose in a notebook's kernel and in the command on the same Node, one after the other. The browser of
 * this machine draws in software, on the cores that the pose needs, so each is measured with it and without: the notebook
 * with its window watched and hidden, the command alone and beside a window that shows a running cell.
 */
export async function measureThroughput(context, bed, { node, texts, clip, frames, repeats }) {
  const names = ['watched', 'hidden', 'held'].flatMap((kind) =>
    Array.from({ length: repeats }, (_, index) => `${kind}-${index}`),
  );
  const window = await bed.newWindow(
    Object.fromEntries(
      names.flatMap((name) => [
        // A folder and so a store of its own, that nothing is found in.
        [`${name}/${name}.gaitnb`, texts([load(), pose])],
        [`${name}/walk.mp4`, { copyOf: clip }],
      ]),
    ),
  );
  const measured = async (store, run) => {
    const cores = browserCpu();
    await run();
    return { browserCores: cores(), rate: await rateIn(context, store, frames) };
  };
  const livePoints = [];
  const inNotebook = async (name, hide) => {
    const notebook = await window.openNotebook(`${name}/${name}.gaitnb`);
    const folder = path.join(window.folder, name);
    // The first output of a window takes its cores for seconds, while the outputs' own page starts.
    await notebook.runCell(0);
    await notebook.untilState(0, 'success', withinMs);
    await notebook.outputs.locator('.study').waitFor();
    await notebook.runCell(1);
    const live = hide ? null : await countLivePoints(notebook.outputs);
    const show = hide ? await hideWindow(window.page) : null;
    const result = await measured(path.join(folder, '.gait'), () => untilRuns(context, folder, 2));
    await show?.();
    if (live) livePoints.push(await live());
    for (const cell of [0, 1]) await notebook.untilState(cell, 'success', withinMs);
    await notebook.save();
    await window.closeEditor();
    return result;
  };
  const onCommandLine = () => {
    const { output, store } = freshPlace(context);
    return measured(store, async () => {
      const args = ['--videos', clip, '--performance-mode', 'fast', '--output', output, '--store', store];
      const gait = path.join(context.root, 'dist/gait.js');
      // In a session of its own, as in a terminal, and as the kernel is: Linux shares the cores out among sessions.
      const options = { stdio: 'ignore', detached: true };
      const [code] = await once(spawn(node, ['--v8-pool-size=1', gait, 'analyze', ...args], options), 'exit');
      if (code !== 0) throw new Error(`gait analyze ended with code ${code}.`);
    });
  };
  const besideRunningCell = async (name) => {
    const notebook = await window.openNotebook(`${name}/${name}.gaitnb`);
    await notebook.runAll();
    await notebook.outputs.locator('.live-run', { hasText: 'extract-pose' }).getByText('frames/s').waitFor();
    // Held still, it takes nothing, and its cell goes on to be shown as running.
    const kernels = bed.kernels();
    for (const { pid } of kernels) process.kill(pid, 'SIGSTOP');
    const result = await onCommandLine();
    for (const { pid } of kernels) process.kill(pid, 'SIGCONT');
    await notebook.untilState(1, 'success', withinMs);
    await notebook.save();
    await window.closeEditor();
    return result;
  };

  const ways = {
    watched: (index) => inNotebook(`watched-${index}`, false),
    hidden: (index) => inNotebook(`hidden-${index}`, true),
    alone: onCommandLine,
    beside: (index) => besideRunningCell(`held-${index}`),
  };
  const results = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    // There and back, so that a machine that slows down favours none.
    const order = repeat % 2 === 0 ? Object.keys(ways) : Object.keys(ways).reverse();
    for (const way of order) {
      context.say(`${frames} frames, ${words[way]}, ${repeat + 1}`);
      const result = await ways[way](repeat);
      results[way].push(result);
      context.say(`  ${result.rate.toFixed(1)} frames/s, the browser ${percentOfCore(result.browserCores)}`);
    }
  }
  await window.close();
  return [...throughputFigures(results), ...livePointFigures(livePoints)];
}

const words = {
  watched: 'in the notebook, its window watched',
  hidden: 'in the notebook, its window hidden',
  alone: 'by the command, the window idle',
  beside: 'by the command, the window showing a cell that runs',
};

function throughputFigures(results) {
  const rates = (way) => results[way].map(({ rate }) => rate);
  const ratio = (one, other) => (median(rates(one)) / median(rates(other))).toFixed(3);
  const noise = rates('alone').map((rate) => rate / median(rates('alone')));
  return [
    timed(
      'pose in the notebook over `gait analyze`, ratio of medians; window hidden',
      'within noise',
      ratio('hidden', 'alone'),
    ),
    timed('  window watched, which draws on the same cores', 'within noise', ratio('watched', 'alone')),
    timed('  the command beside that drawing, over the command', '', ratio('beside', 'alone')),
    timed(
      '  window watched, over the command beside that drawing',
      'within noise',
      ratio('watched', 'beside'),
    ),
    told('  noise: runs of the command over their median', spread(noise, 3)),
    ...Object.keys(words).map((way) =>
      told(
        `  ${words[way]}`,
        `${median(rates(way)).toFixed(1)} frames/s (${spread(rates(way), 1)}); browser ` +
          percentOfCore(median(results[way].map(({ browserCores }) => browserCores))),
      ),
    ),
  ];
}

const percentOfCore = (cores) => `${(100 * cores).toFixed(0)} % of a core`;

async function rateIn({ kernel }, store, frames) {
  const run = (await kernel.readRuns(store)).find(({ step }) => step === 'extract-pose');
  const { walks, stages } = run.record;
  if (walks[0].frames !== frames) throw new Error(`${store} has ${walks[0].frames} frames, not ${frames}.`);
  return frames / stages.video_processing;
}
