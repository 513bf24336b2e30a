import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runFiles } from '../kernel/store/run-records';
import { badInput, cancelled } from '../shared/errors';
import { RunFollower } from '../shared/run-follower';
import type { LoggedRun } from '../shared/run-log';
import { comparisonDocument, monitorDocument, runDocument } from './monitor-documents';
import type { MonitorOptions } from './monitor-options';
import { runLines, showRuns } from './monitor-screen';
import { historyTable, runTableText } from './monitor-tables';
import type { CommandContext } from './terminal';

/** Milliseconds between two looks at the logs: at least four a second. */
const lookEveryMs = 200;

/**
 * `gait monitor`: follows what runs in a store, whichever process runs it, and shows the history of runs. It only reads.
 */
export async function monitor(options: MonitorOptions, context: CommandContext): Promise<number> {
  checkOptions(options, context.json);
  const folder = path.resolve(context.workingFolder, options.store ?? '.gait');
  checkStore(folder);
  if (options.compare) return compareRuns(folder, options.compare, context);
  if (options.run !== undefined) return showOne(folder, options.run, options, context);
  if (options.once || context.json) return showOnce(folder, options, context);
  return follow(folder, options, context);
}

function checkOptions({ follow, once, run, compare }: MonitorOptions, json: boolean): void {
  const contradictions: readonly (readonly [boolean, string])[] = [
    [follow === true && once === true, '--follow and --once'],
    [follow === true && json, '--follow and --json'],
    [follow === true && compare !== undefined, '--follow and --compare'],
    [run !== undefined && compare !== undefined, '--run and --compare'],
  ];
  const [, both] = contradictions.find(([is]) => is) ?? [];
  if (both !== undefined) throw badInput(`${both} contradict each other.`, 'Give one of them.');
}

/** A store that is not there yet is made with the first step: until then it is one in which nothing has run. */
function checkStore(folder: string): void {
  if (!existsSync(folder) || statSync(folder).isDirectory()) return;
  throw badInput(
    `${folder} is a file, and a store is a folder.`,
    'Name the folder that a run was given with --store, or the .gait beside a notebook.',
  );
}

const nothingYet = (folder: string): string =>
  `No step has run in ${folder} yet. Run the cells of a notebook in its folder, or there: gait analyze --videos walk.mp4\n`;

async function showOnce(
  folder: string,
  { history }: MonitorOptions,
  { terminal, json }: CommandContext,
): Promise<number> {
  const runs = await new RunFollower(runFiles(folder), Math.max(1, history)).look();
  if (json) {
    terminal.out(`${JSON.stringify(monitorDocument(folder, runs, history), null, 2)}\n`);
    return 0;
  }
  if (runs.length === 0) {
    terminal.out(nothingYet(folder));
    return 0;
  }
  const running = runs.filter(isRunning);
  for (const run of running) terminal.out(`${runLines(run, Date.now(), Infinity).join('\n')}\n\n`);
  if (running.length === 0) terminal.out('No step runs.\n\n');
  const over = runs.filter((run) => !isRunning(run)).slice(0, history);
  if (over.length > 0) terminal.out(`${historyTable(over)}\n`);
  return 0;
}

/** Until Ctrl+C: the history first, then each run as it goes on and as it ends. */
async function follow(folder: string, { history }: MonitorOptions, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  const follower = new RunFollower(runFiles(folder), Math.max(1, history));
  const before = await follower.look();
  const over = before.filter((run) => !isRunning(run));
  if (over.length > 0 && history > 0) terminal.out(`${historyTable(over.slice(0, history))}\n`);
  if (before.length === 0) {
    terminal.out(nothingYet(folder));
    terminal.err('The first run shows here; Ctrl+C ends.\n');
  } else if (!before.some(isRunning)) {
    terminal.err('No step runs. The next one shows here; Ctrl+C ends.\n');
  }
  const screen = showRuns(terminal, Date.now, over);
  try {
    screen.show(before);
    while (await nextLook(signal)) screen.show(await follower.look());
    // Being stopped is the only end that watching has, and a good one.
    return 0;
  } finally {
    screen.clear();
  }
}

/** One run to its end, then its figures. */
async function showOne(
  folder: string,
  id: string,
  { once }: MonitorOptions,
  { terminal, json, signal }: CommandContext,
): Promise<number> {
  const follower = new RunFollower(runFiles(folder));
  let run = found(await follower.look(), id, folder);
  const isOnce = once === true || json;
  if (isRunning(run) && !isOnce) {
    const screen = showRuns(terminal, Date.now);
    try {
      while (isRunning(run)) {
        screen.show([run]);
        if (!(await nextLook(signal))) throw cancelled();
        run = found(await follower.look(), run.id, folder);
      }
    } finally {
      screen.clear();
    }
  }
  terminal.out(json ? `${JSON.stringify(runDocument(run), null, 2)}\n` : `${runTableText([run])}\n`);
  return 0;
}

async function compareRuns(
  folder: string,
  ids: readonly string[],
  { terminal, json }: CommandContext,
): Promise<number> {
  const runs = await new RunFollower(runFiles(folder)).look();
  const [a, b] = ids.map((id) => found(runs, id, folder));
  // Sound: the options' schema asks for two.
  const pair = [a!, b!] as const;
  terminal.out(
    json ? `${JSON.stringify(comparisonDocument(...pair), null, 2)}\n` : `${runTableText(pair)}\n`,
  );
  return 0;
}

function found(runs: readonly LoggedRun[], id: string, folder: string): LoggedRun {
  const fitting = runs.filter((run) => run.id.startsWith(id));
  const [run] = fitting;
  if (run && fitting.length === 1) return run;
  throw badInput(
    run
      ? `Ids of several runs begin with "${id}": ${fitting.map((each) => each.id).join(', ')}.`
      : `There is no run "${id}" in ${folder}.`,
    'gait monitor --once lists the runs with their ids.',
  );
}

const isRunning = ({ state }: LoggedRun): boolean => state === 'running';

/** Waits until the logs are to be looked at again; false where it is stopped first. */
const nextLook = (signal: AbortSignal): Promise<boolean> =>
  pause(lookEveryMs, true, { signal }).catch(() => false);
