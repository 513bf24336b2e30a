import type { StepProgress } from './run-record';
import type { TrainingProgress } from './training';

/** Memory in use against what is allowed. */
export interface MemoryUse {
  readonly rssMb: number;
  readonly limitMb: number;
}

/** "95 s" → "1 min 35 s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * What is known of how a run goes on: "342 of 1200 frames", "28.4 frames/s", "30 s left", "612 of 1024 MB"; of training
 * first "fold 2 of 5, epoch 13 of 100".
 */
export function progressParts(progress: Omit<StepProgress, 'step'>, memory: MemoryUse | null): string[] {
  const {
    doneFrames,
    totalFrames,
    framesPerSecond,
    secondsLeft,
    doing,
    unit = 'frames',
    training,
  } = progress;
  return [
    ...(doing === undefined ? [] : [doing]),
    ...(training ? [trainingPart(training)] : []),
    `${doneFrames} of ${totalFrames} ${unit}`,
    ...(framesPerSecond > 0 ? [`${framesPerSecond.toFixed(1)} ${unit}/s`] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
    ...(memory ? [memoryPart(memory)] : []),
  ];
}

/** "fold 2 of 5, epoch 13 of 100"; with several under way, "folds 2 and 3 of 5, epochs 13 and 8 of 100". */
export function trainingPart({ folds, epochs, curves }: TrainingProgress): string {
  const running = curves.filter(({ state }) => state === 'training');
  if (running.length === 0) {
    const finished = curves.filter(({ state }) => state !== 'waiting').length;
    return `${finished} of ${folds} folds`;
  }
  // The epoch that is under way, not the last one that was finished.
  const epochOf = ({ records }: (typeof curves)[number]): number =>
    Math.min(epochs, (records.at(-1)?.epoch ?? 0) + 1);
  return [
    `${running.length === 1 ? 'fold' : 'folds'} ${listed(running.map(({ fold }) => fold))} of ${folds}`,
    `${running.length === 1 ? 'epoch' : 'epochs'} ${listed(running.map(epochOf))} of ${epochs}`,
  ].join(', ');
}

/** "2", "2 and 3", "2, 3 and 4". */
const listed = (numbers: readonly number[]): string =>
  numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1) ?? ''}`;

/** "612 of 1024 MB". */
export const memoryPart = ({ rssMb, limitMb }: MemoryUse): string =>
  `${Math.round(rssMb)} of ${Math.round(limitMb)} MB`;

/** "extract-pose  342 of 1200 frames  28.4 frames/s  30 s left  612 of 1024 MB" */
export const progressLine = (progress: StepProgress, memory: MemoryUse | null): string =>
  [progress.step, ...progressParts(progress, memory)].join('  ');
