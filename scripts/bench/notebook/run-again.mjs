import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { timed, told } from '../figures.mjs';
import { median, spread } from '../statistics.mjs';
import { cellClocksMs, drawn, events, load, pose, untilRuns } from './bed.mjs';

const withinMs = 600_000;
const names = ['load-video', 'extract-pose', 'detect-events'];

/** A walk's notebook, run and run again: the first output, cells from the store, and the extension host's memory. */
export async function measureRuns(context, bed, texts, clip) {
  const repeats = context.quick ? 3 : 10;
  const firsts = context.quick ? 2 : 5;
  const files = Object.fromEntries(
    Array.from({ length: firsts }, (_, index) => [
      [`first-${index}/first-${index}.gaitnb`, texts([load()])],
      [`first-${index}/walk.mp4`, { copyOf: clip }],
    ]).flat(),
  );
  const window = await bed.newWindow({
    ...files,
    'again.gaitnb': texts([load(), pose, events]),
    'walk.mp4': { copyOf: clip },
  });
  const notebook = await window.openNotebook('again.gaitnb');
  const host = () =>
    Math.max(
      ...bed.server
        .processes()
        .filter(({ command }) => command.includes('--type=extensionHost'))
        .map(({ memoryMb }) => memoryMb),
    );

  await wait(5000);
  const beforeMb = host();
  let mostMb = beforeMb;
  const looking = setInterval(() => (mostMb = Math.max(mostMb, host())), 200);
  let runs = 0;
  const runAll = async () => {
    await notebook.runAll();
    runs += names.length;
    await untilRuns(context, window.folder, runs);
    for (const cell of names.keys()) await notebook.untilState(cell, 'success', withinMs);
  };
  context.say('the first run');
  await runAll();
  clearInterval(looking);
  const afterMb = host();

  const clocks = names.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    context.say(`again, ${repeat + 1}`);
    await runAll();
    await notebook.save();
    const saved = JSON.parse(await readFile(path.join(window.folder, 'again.gaitnb'), 'utf8'));
    cellClocksMs(saved).forEach((clockMs, cell) => clocks[cell].push(clockMs));
  }
  await wait(5000);
  const lastMb = host();
  const savedFile = await readFile(path.join(window.folder, 'again.gaitnb'), 'utf8');

  const firstMs = [];
  for (let index = 0; index < firsts; index++) {
    context.say(`the first output, ${index + 1}`);
    const other = await window.openNotebook(`first-${index}.gaitnb`);
    await other.toolbarButton('Run All').waitFor();
    const output = other.outputs.locator(drawn).filter({ visible: true }).first();
    const startedMs = performance.now();
    await other.toolbarButton('Run All').click();
    await output.waitFor();
    firstMs.push(performance.now() - startedMs);
    await other.untilState(0, 'success', withinMs);
    await other.save();
    await window.closeEditor();
  }
  await window.close();
  const all = clocks.flat();
  return {
    savedFile,
    figures: [
      timed('first output after Run All, kernel not started yet', '≤ 3 s', `${seconds(firstMs)}`),
      timed('cell from the store, by its own clock, all', '≤ 300 ms', millis(all)),
      ...names.map((name, cell) => told(`  ${name}`, millis(clocks[cell]))),
      timed(
        'extension host’s memory over the first run',
        '< 30 MB more',
        `${signedMb(afterMb - beforeMb)} (${beforeMb.toFixed(0)} → ${afterMb.toFixed(0)} MB, at most ${mostMb.toFixed(0)} MB)`,
      ),
      told(`  after ${repeats} runs more, each saved`, `${signedMb(lastMb - beforeMb)} in all`),
    ],
  };
}

const signedMb = (mb) => `${mb < 0 ? '−' : '+'}${Math.abs(mb).toFixed(1)} MB`;
const millis = (values) => `${median(values).toFixed(0)} ms (${spread(values, 0)})`;
const seconds = (valuesMs) => {
  const valuesS = valuesMs.map((ms) => ms / 1000);
  return `${median(valuesS).toFixed(2)} s (${spread(valuesS, 2)})`;
};
