import type { LoggedRun } from '../shared/run-log';
import { memoryPart } from '../shared/progress-line';
import { duration } from '../shared/numbers';
import { runFigures } from '../shared/run-figures';
import {
  liveFacts,
  progressWords,
  runTitle,
  shareDone,
  stageWords,
  waitingWords,
  walksWords,
} from '../shared/run-words';
import { endedLine } from './monitor-tables';
import type { Terminal } from './terminal';

/** Without a screen, a run in which nothing but its figures changes is told of so often. */
const plainEveryMs = 5000;

/**
 * Shows runs while they go on: on a screen in lines that are written again and again, elsewhere a line with each change.
 * A run that ends is told of once.
 * @param nowMs the clock, in milliseconds since 1970.
 * @param told runs of which nothing is to be told any more.
 */
export function showRuns(terminal: Terminal, nowMs: () => number, told: readonly LoggedRun[] = []) {
  const ended = new Set(told.map(({ file }) => file));
  const lastTold = new Map<string, { readonly key: string; readonly atMs: number }>();
  let linesStanding = 0;

  const clear = (): void => {
    if (linesStanding > 0) terminal.err(`\u001b[${linesStanding}A\r\u001b[J`);
    linesStanding = 0;
  };
  const showLive = (runs: readonly LoggedRun[]): void => {
    const lines = runs.flatMap((run) => runLines(run, nowMs(), Math.max(20, terminal.columns - 1)));
    clear();
    if (lines.length === 0) return;
    terminal.err(`${lines.join('\n')}\n`);
    linesStanding = lines.length;
  };
  const showPlain = (run: LoggedRun): void => {
    const [key, atMs] = [changeKey(run), nowMs()];
    const before = lastTold.get(run.file);
    if (before?.key === key && atMs - before.atMs < plainEveryMs) return;
    lastTold.set(run.file, { key, atMs });
    terminal.out(`${plainLine(run)}\n`);
  };
  return {
    show: (runs: readonly LoggedRun[]): void => {
      const running = runs.filter(({ state }) => state === 'running');
      const news = runs.filter(({ state, file }) => state !== 'running' && !ended.has(file));
      if (news.length > 0) clear();
      // The newest is first in the list, and comes last on the screen.
      for (const run of news.reverse()) {
        ended.add(run.file);
        terminal.out(`${endedLine(run)}\n`);
      }
      if (terminal.live) showLive(running);
      else running.forEach(showPlain);
    },
    clear,
  };
}

/** What makes a line of its own where there is no screen: all but figures that change with each look. */
function changeKey({ stages, walks, waiting, progress }: LoggedRun): string {
  const training = progress?.training?.curves.map(({ state }) => state);
  const tenths = shareDone({ progress, walks });
  return JSON.stringify([
    stages.length,
    walks && [walks.done, walks.failed, walks.inWork],
    waiting,
    training,
    progress?.benchmark && [progress.benchmark.doneRuns, progress.benchmark.running],
    tenths === null ? null : Math.floor(10 * tenths),
  ]);
}

/** A run that goes on, in one line. */
export function plainLine(run: LoggedRun): string {
  const last = run.samples.at(-1);
  const { limitMb } = runFigures(run);
  const memory = last && limitMb !== null ? memoryPart({ rssMb: last.rssMb, limitMb }) : null;
  const waiting = waitingWords(run);
  return [
    runTitle(run),
    stageWords(run),
    progressWords(run),
    walksWords(run.walks),
    memory,
    last ? `${Math.round(last.cpuPercent)} % CPU` : null,
    waiting === null ? null : `waiting: ${waiting}`,
  ]
    .filter((part) => part !== null)
    .join('  ');
}

/** A run that goes on, in some lines, none of them wider than the screen. */
export function runLines(run: LoggedRun, nowMs: number, columns: number): string[] {
  const forS = Math.max(0, (nowMs - Date.parse(run.startedAt)) / 1000);
  const { profile } = runFigures(run);
  const head = [runTitle(run), ...(profile === null ? [] : [profile]), `running for ${duration(forS)}`];
  const width = Math.max(...labels.map((label) => label.length));
  const facts = liveFacts(run).map(({ label, value }) => {
    const bar = barOf(run, label);
    return `  ${label.padEnd(width)}  ${bar === null ? '' : `${bar} `}${value}`;
  });
  return [head.join('  '), ...facts].map((line) => Array.from(line).slice(0, columns).join(''));
}
const labels = ['Stage', 'Progress', 'Memory', 'CPU', 'Walks', 'Waiting'] as const;

function barOf(run: LoggedRun, label: string): string | null {
  if (label === 'Progress') {
    const share = shareDone(run);
    return share === null ? null : bar(share, null);
  }
  const { limitMb, peakRssMb } = runFigures(run);
  const last = run.samples.at(-1);
  if (label !== 'Memory' || limitMb === null || peakRssMb === null || !last) return null;
  return bar(last.rssMb / limitMb, peakRssMb / limitMb);
}

const barWidth = 24;

/** "[######....|.............]": the stroke is the peak. */
export function bar(share: number, peak: number | null): string {
  const at = (value: number): number => Math.round(barWidth * Math.min(1, Math.max(0, value)));
  const filled = at(share);
  const stroke = peak === null ? -1 : Math.min(barWidth - 1, at(peak));
  const cells = Array.from({ length: barWidth }, (_, cell) =>
    cell === stroke && cell >= filled ? '|' : cell < filled ? '#' : '.',
  );
  return `[${cells.join('')}]`;
}
