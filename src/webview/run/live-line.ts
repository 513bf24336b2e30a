import { duration, memoryPart, progressParts } from '../../shared/progress-line';
import type { StepProgress } from '../../shared/run-record';
import type { Measured } from './live-samples';

/** "342 of 1200 frames · 28.4 frames/s · 30 s left · 612 of 1024 MB"; before the first frame the time that went by. */
export function liveLine(progress: StepProgress | null, { samples, limitMb }: Measured): string {
  const last = samples.at(-1);
  const memory = last && limitMb !== null ? { rssMb: last.rssMb, limitMb } : null;
  const parts =
    progress && progress.totalFrames > 0
      ? progressParts(progress, memory)
      : [last ? `running for ${duration(last.timeS)}` : 'running', ...(memory ? [memoryPart(memory)] : [])];
  return parts.join(' · ');
}

/** What is known after a notice: how training, or a benchmark, stands is told only when that has changed. */
export function nextProgress(before: StepProgress | null, told: StepProgress | null): StepProgress | null {
  if (told === null) return before;
  const training = told.training ?? before?.training;
  const benchmark = told.benchmark ?? before?.benchmark;
  return { ...told, ...(training && { training }), ...(benchmark && { benchmark }) };
}
