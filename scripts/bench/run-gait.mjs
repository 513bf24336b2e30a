import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { canLookAtProcesses, markName, memoryMeter } from './processes.mjs';

/** Between two looks at a run's memory. */
const lookIntervalMs = 20;

/** A place for one run's results and its store. */
export function freshPlace({ folder }) {
  const place = mkdtempSync(path.join(folder, 'run-'));
  return { output: path.join(place, 'results'), store: path.join(place, 'store') };
}

/**
 * Starts `gait analyze`.
 * @param run `args` for the command; `place`, its output and store; `watchesMemory`, to sample its processes.
 * @returns the process, its mark, and a promise of how it ended.
 */
export function startAnalyze({ root, folder }, { args, place, watchesMemory = false }) {
  const mark = randomUUID();
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [
      // As the first line of the command starts itself.
      '--v8-pool-size=1',
      path.join(root, 'dist/gait.js'),
      ...['analyze', ...args, '--output', place.output, '--store', place.store],
    ],
    { cwd: folder, env: { ...process.env, [markName]: mark }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-4000)));
  const meter = watchesMemory && canLookAtProcesses ? memoryMeter(child.pid, mark) : null;
  const looking = meter && setInterval(meter.look, lookIntervalMs);
  const ended = once(child, 'close').then(([code]) => {
    const wallS = (performance.now() - startedMs) / 1000;
    if (looking) clearInterval(looking);
    return { code, wallS, said, memory: meter?.peak() ?? null };
  });
  return { child, mark, ended };
}

/**
 * Runs `gait analyze` to its end.
 * @throws where it ends with another code than 0, unless the run `mayFail`; `failure` says then what it ended with.
 */
export async function analyze(context, run) {
  const place = run.place ?? freshPlace(context);
  const ended = await startAnalyze(context, { ...run, place }).ended;
  const failure = ended.code === 0 ? null : `exit code ${ended.code}: ${lastWords(ended.said)}`;
  if (failure !== null && run.mayFail !== true) throw new Error(`gait analyze ended with ${failure}`);
  return { ...ended, ...place, failure, records: await recordsOf(context, place.store) };
}

/** What a command said was wrong. */
export const lastWords = (said) => /Error: (.*)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1);

/** The run records of a store by step, the newest of each. */
async function recordsOf({ kernel }, store) {
  const oldestFirst = (await kernel.readRuns(store)).reverse();
  return Object.fromEntries(oldestFirst.flatMap(({ step, record }) => (record ? [[step, record]] : [])));
}

/** Runs tasks side by side, `lanes` at a time; the results stand in the order of the tasks. */
export async function inLanes(lanes, tasks) {
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await tasks[index]();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
