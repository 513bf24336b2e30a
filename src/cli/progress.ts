import { secondsBetween } from '../shared/interval-words';
import { progressLine, type MemoryUse } from '../shared/progress-line';
import type { ResourceSample, StepProgress } from '../shared/run-record';
import type { StepOutcome } from '../shared/outcome';
import type { Terminal } from './terminal';

/** Milliseconds between two writings of the live line, and between two plain lines. */
const liveEveryMs = 150;
const plainEveryMs = 5000;

/** "extract-pose  2 walks in 12.3 s, 1 from the store, 1 failed" */
export function doneLine({ step, walks, record }: Pick<StepOutcome, 'step' | 'walks' | 'record'>): string {
  const stored = walks.filter(({ fromStore }) => fromStore).length;
  const failed = walks.filter(({ error }) => error !== undefined).length;
  return [
    `${step}  ${walks.length} ${walks.length === 1 ? 'walk' : 'walks'} in ${record.seconds.toFixed(1)} s`,
    ...(stored > 0 ? [`${stored === walks.length ? 'all' : stored} from the store`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(record.prediction ? [`${secondsBetween(record.prediction.seconds)} predicted`] : []),
  ].join(', ');
}

/**
 * Shows how a run goes on: on a screen one line that is written again and again, elsewhere a plain line now and then.
 * @param nowMs the clock.
 */
export function showProgress(terminal: Terminal, nowMs: () => number = () => performance.now()) {
  let memory: MemoryUse | null = null;
  let progress: StepProgress | null = null;
  let writtenMs = -Infinity;
  let lineStands = false;

  const write = (): void => {
    const everyMs = terminal.live ? liveEveryMs : plainEveryMs;
    if (!progress || nowMs() - writtenMs < everyMs) return;
    // A plain line stays: the first one says something.
    if (!terminal.live && progress.doneFrames === 0) return;
    writtenMs = nowMs();
    const line = progressLine(progress, memory);
    if (terminal.live) {
      terminal.err(`\r\u001b[2K${line.slice(0, Math.max(20, terminal.columns - 1))}`);
      lineStands = true;
    } else {
      terminal.err(`${line}\n`);
    }
  };
  /** Takes the live line away, so that what comes next begins on a line of its own. */
  const clear = (): void => {
    if (lineStands) terminal.err('\r\u001b[2K');
    lineStands = false;
  };
  return {
    onProgress: (next: StepProgress): void => {
      progress = next;
      write();
    },
    onSample: ({ rssMb }: Pick<ResourceSample, 'rssMb'>, limitMb: number): void => {
      memory = { rssMb, limitMb };
      if (terminal.live) write();
    },
    stepDone: (outcome: StepOutcome): void => {
      clear();
      progress = null;
      writtenMs = -Infinity;
      terminal.err(
        `${[doneLine(outcome), ...(outcome.record.notes ?? []).map((note) => `  ${note}`)].join('\n')}\n`,
      );
    },
    clear,
  };
}
export type ProgressDisplay = ReturnType<typeof showProgress>;
