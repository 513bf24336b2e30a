import type { VideoInfo, Walk } from '../../shared/results';
import type { StepContext } from './step';

/**
 * Counts frames over all walks of a step and tells the session, with the rate over the last few seconds. That there is
 * work to do is told at once: the first frames of a busy machine can take a while.
 * @param expectedS what all of it is expected to take, where that is known.
 * @returns a function to call with the walk and the number of frames that were just done.
 */
export function frameProgress(
  work: readonly {
    readonly walk: Pick<Walk, 'maxFrames'>;
    readonly video: { readonly info: Pick<VideoInfo, 'expectedFrames'> };
  }[],
  context: Pick<StepContext, 'progress'>,
  expectedS: number | null = null,
): (walkId: string, frames: number) => void {
  const totalFrames = work.reduce(
    (sum, { walk, video }) => sum + Math.min(video.info.expectedFrames, walk.maxFrames ?? Infinity),
    0,
  );
  const recent: { atMs: number; doneFrames: number }[] = [];
  let doneFrames = 0;
  if (totalFrames > 0)
    context.progress({ doneFrames, totalFrames, framesPerSecond: 0, secondsLeft: expectedS });
  return (walkId, frames) => {
    const atMs = performance.now();
    doneFrames += frames;
    recent.push({ atMs, doneFrames });
    while (recent.length > 2 && atMs - recent[0]!.atMs > 5000) recent.shift();
    const first = recent[0]!;
    const framesPerSecond =
      atMs > first.atMs ? ((doneFrames - first.doneFrames) * 1000) / (atMs - first.atMs) : 0;
    const left = Math.max(0, totalFrames - doneFrames);
    context.progress({
      walkId,
      doneFrames,
      totalFrames: Math.max(totalFrames, doneFrames),
      framesPerSecond,
      secondsLeft: framesPerSecond > 0 ? left / framesPerSecond : null,
    });
  };
}
