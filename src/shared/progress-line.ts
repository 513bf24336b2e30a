import type { StepProgress } from './run-record';

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

/** What is known of how a run goes on: "342 of 1200 frames", "28.4 frames/s", "30 s left", "612 of 1024 MB". */
export function progressParts(progress: Omit<StepProgress, 'step'>, memory: MemoryUse | null): string[] {
  const { doneFrames, totalFrames, framesPerSecond, secondsLeft } = progress;
  return [
    `${doneFrames} of ${totalFrames} frames`,
    ...(framesPerSecond > 0 ? [`${framesPerSecond.toFixed(1)} frames/s`] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
    ...(memory ? [memoryPart(memory)] : []),
  ];
}

/** "612 of 1024 MB". */
export const memoryPart = ({ rssMb, limitMb }: MemoryUse): string =>
  `${Math.round(rssMb)} of ${Math.round(limitMb)} MB`;

/** "extract-pose  342 of 1200 frames  28.4 frames/s  30 s left  612 of 1024 MB" */
export const progressLine = (progress: StepProgress, memory: MemoryUse | null): string =>
  [progress.step, ...progressParts(progress, memory)].join('  ');
