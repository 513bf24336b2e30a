import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { badInput, cancelled, GaitError } from '../shared/errors';
import type { PhantomOptions } from '../shared/steps';
import { builtFile } from '../kernel/package-files';
import { startEncoder, type Encoder } from './encoder';
import { frameCount, truthOf, truthPath, type PhantomTruth } from './truth';
import type { FrameRequest, PainterData, PaintedFrame } from './worker-protocol';

export { readTruth, truthPath, type PhantomTruth } from './truth';

/** How a clip is rendered. */
export interface RenderRun {
  readonly ffmpegPath: string;
  /** Threads that draw frames; the clip is the same with any number. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneFrames: number, totalFrames: number) => void;
}

/** Frames that each worker may be ahead of the encoder, which bounds what waits in memory. */
const aheadPerWorker = 2;

/**
 * Renders a walker into an .mp4 and writes its truth beside it. Both appear whole or not at all.
 * @returns the truth that was written
 * @throws GaitError bad-input for options that no walker can meet or an output that is no .mp4;
 *   cancelled where the signal fires; failed where ffmpeg or the disk fails
 */
export async function renderPhantom(
  options: PhantomOptions,
  outputPath: string,
  run: RenderRun,
): Promise<PhantomTruth> {
  if (!/\.mp4$/i.test(outputPath)) {
    throw badInput(`A phantom is written as .mp4, not to ${outputPath}.`, 'End the output’s name in .mp4.');
  }
  if (run.signal?.aborted) throw cancelled();
  const truth = truthOf(options);
  const folder = path.dirname(outputPath);
  await mkdir(folder, { recursive: true });
  const truthFile = truthPath(outputPath);
  const mark = `.${process.pid}.part`;
  const partialVideo = outputPath + mark;
  const partialTruth = truthFile + mark;
  try {
    const encoder = startEncoder(run.ffmpegPath, options, partialVideo);
    try {
      await paintInOrder(options, run, encoder);
      await encoder.finish();
    } catch (thrown) {
      await encoder.abort();
      throw thrown;
    }
    await writeFile(partialTruth, JSON.stringify(truth) + '\n');
    await rename(partialTruth, truthFile);
    await rename(partialVideo, outputPath);
  } finally {
    await Promise.all([rm(partialVideo, { force: true }), rm(partialTruth, { force: true })]);
  }
  return truth;
}

/** Lets the workers draw all frames, and gives them to the encoder in their order. */
async function paintInOrder(
  options: PhantomOptions,
  { workers: workerCount, signal, onProgress }: RenderRun,
  encoder: Encoder,
): Promise<void> {
  const script = builtFile('phantom-worker.js');
  if (!existsSync(script)) throw new GaitError('failed', `${script} is missing.`, 'Run: npm run build');
  const total = frameCount(options);
  const workerData: PainterData = { options };
  const workers = Array.from(
    { length: Math.min(Math.max(1, workerCount), total) },
    () => new Worker(script, { workerData }),
  );
  let onAbort: (() => void) | undefined;
  try {
    const painted = new Map<number, (rgb: Uint8Array) => void>();
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => {
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      for (const worker of workers) {
        worker.once('error', reject);
        worker.on('message', ({ frame, rgb }: PaintedFrame) => {
          painted.get(frame)?.(rgb);
          painted.delete(frame);
        });
      }
    });
    const request = (frame: number) =>
      new Promise<Uint8Array>((resolve) => {
        painted.set(frame, resolve);
        workers[frame % workers.length]!.postMessage({ frame } satisfies FrameRequest);
      });

    const waiting: Promise<Uint8Array>[] = [];
    let requested = 0;
    for (let done = 0; done < total; done++) {
      while (requested < total && waiting.length < workers.length * aheadPerWorker) {
        waiting.push(request(requested++));
      }
      const rgb = await Promise.race([waiting.shift()!, stopped]);
      await Promise.race([encoder.write(rgb), stopped]);
      onProgress?.(done + 1, total);
    }
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
