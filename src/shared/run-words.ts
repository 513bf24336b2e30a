import { counted, duration, figure, missing } from './numbers';
import { memoryPart, progressParts } from './progress-line';
import { outcomeOf, predictionErrors, runFigures, type RunFigures } from './run-figures';
import type { LoggedRun, WalkQueue } from './run-log';

/** "extract-pose → poses"; the step alone where its result is called like it. */
export const runTitle = ({ step, name }: Pick<LoggedRun, 'step' | 'name'>): string =>
  name === step ? step : `${step} → ${name}`;

/** One run in the history: each cell a text. */
export interface RunRow {
  readonly id: string;
  readonly when: string;
  readonly step: string;
  readonly name: string;
  readonly outcome: string;
  readonly time: string;
  readonly memory: string;
  readonly profile: string;
  readonly speed: string;
  readonly predicted: string;
}

export function runRow(run: LoggedRun): RunRow {
  const figures = runFigures(run);
  return {
    id: run.id,
    when: minuteOf(run.startedAt),
    step: run.step,
    name: run.name,
    outcome: outcomeOf(run),
    time: duration(figures.seconds),
    memory: memoryWords(figures),
    profile: figures.profile ?? missing,
    speed: figure(figures.framesPerSecond, 1),
    predicted: predictionWords(run) ?? missing,
  };
}

/** "612 of 1024 MB", the peak alone where no limit is known. */
export function memoryWords({ peakRssMb, limitMb }: Pick<RunFigures, 'peakRssMb' | 'limitMb'>): string {
  if (peakRssMb === null) return missing;
  return limitMb === null ? `${Math.round(peakRssMb)} MB` : memoryPart({ rssMb: peakRssMb, limitMb });
}

/** "42 s, was 45 s (+7 %)": what was predicted and what came; null where nothing was predicted. */
export function predictionWords(run: LoggedRun): string | null {
  const { prediction, seconds } = runFigures(run);
  if (!prediction) return null;
  const expected = duration(prediction.seconds.expected);
  const errors = predictionErrors(run);
  return errors ? `${expected}, was ${duration(seconds)} (${signedPercent(errors.seconds)})` : expected;
}

/** 0.07 → "+7 %". */
export function signedPercent(change: number): string {
  const percent = Math.round(100 * change);
  return `${percent > 0 ? '+' : ''}${figure(percent, 0)} %`;
}

/** "2025-03-01 09:00" in this machine's time. */
export function minuteOf(startedAt: string): string {
  const at = new Date(startedAt);
  if (Number.isNaN(at.getTime())) return startedAt;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-');
  return `${day} ${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
}

/** "video processing"; null before the first stage. */
export const stageWords = ({ stages }: Pick<LoggedRun, 'stages'>): string | null =>
  stages.at(-1)?.name.replaceAll('_', ' ') ?? null;

/** "342 of 1200 frames · 28.4 frames/s · 30 s left"; null where nothing is counted. */
export function progressWords({ progress }: Pick<LoggedRun, 'progress'>): string | null {
  if (!progress || progress.totalFrames === 0) return null;
  const measured = progress.benchmark?.running;
  if (!measured) return progressParts(progress, null).join(' · ');
  const { contender, work, repeat } = measured;
  // It says more than what a line of progress has room for.
  const { doing: _shorter, ...rest } = progress;
  const now = `${contender}, ${work}, ${repeat === 0 ? 'warm-up' : `repeat ${repeat}`}`;
  return [now, ...progressParts(rest, null)].join(' · ');
}

const mostNamed = 3;

/** "3 of 10 walks done, 1 failed · in work: a, b · 4 wait". */
export function walksWords(walks: WalkQueue | null): string | null {
  if (!walks || walks.total === 0) return null;
  const { total, done, stored, failed, inWork } = walks;
  const waiting = Math.max(0, total - done - failed - inWork.length);
  const hidden = inWork.length - mostNamed;
  const named = inWork.slice(0, mostNamed).join(', ') + (hidden > 0 ? ` and ${hidden} more` : '');
  return [
    [
      `${done} of ${counted(total, 'walk')} done`,
      ...(stored > 0 ? [`${stored} from the store`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ].join(', '),
    ...(inWork.length > 0 ? [`in work: ${named}`] : []),
    ...(waiting > 0 ? [`${waiting} wait`] : []),
  ].join(' · ');
}

/** Steps that wait: "detect-events, report"; null where none does. */
export function waitingWords({ waiting }: Pick<LoggedRun, 'waiting'>): string | null {
  if (waiting.length === 0) return null;
  const hidden = waiting.length - 2 * mostNamed;
  return waiting.slice(0, 2 * mostNamed).join(', ') + (hidden > 0 ? ` and ${hidden} more` : '');
}

/** How far a run is, 0–1; null where that is not known. */
export function shareDone({ progress, walks }: Pick<LoggedRun, 'progress' | 'walks'>): number | null {
  if (progress && progress.totalFrames > 0) return Math.min(1, progress.doneFrames / progress.totalFrames);
  return walks && walks.total > 0 ? Math.min(1, (walks.done + walks.failed) / walks.total) : null;
}

/** What a run that goes on says of itself, or said last. */
export function liveFacts(run: LoggedRun): { readonly label: string; readonly value: string }[] {
  const figures = runFigures(run);
  const last = run.samples.at(-1);
  const { limitMb, peakRssMb } = figures;
  const memory =
    last === undefined || peakRssMb === null
      ? null
      : `${limitMb === null ? `${Math.round(last.rssMb)} MB` : memoryPart({ rssMb: last.rssMb, limitMb })}, peak ${Math.round(peakRssMb)} MB`;
  const facts = {
    Stage: stageWords(run),
    Progress: progressWords(run),
    Memory: memory,
    CPU: last ? `${Math.round(last.cpuPercent)} % (100 is one core)` : null,
    Walks: walksWords(run.walks),
    Waiting: waitingWords(run),
  };
  return Object.entries(facts).flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}
