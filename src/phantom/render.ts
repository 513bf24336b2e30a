import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { cancelled, GaitError } from '../shared/errors';
import type { PhantomOptions } from '../shared/phantom-options';
import { builtFile } from '../kernel/package-files';
import { clipDigest } from './clip-digest';
import { startEncoder, type Encoder } from './encoder';
import { frameCount } from './footfalls';
import { truthPath, type PhantomTruth } from './truth';
import type { FrameRequest, PainterData, PaintedFrame } from './worker-protocol';

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
 * Renders the walker of a truth into an .mp4 and writes the truth beside it. Where it fails, what it had begun stays: a
 * caller whose user must not see that gives a folder of its own.
 * @throws GaitError cancelled where the signal fires; failed where ffmpeg fails
 */
export async function renderPhantom(truth: PhantomTruth, outputPath: string, run: RenderRun): Promise<void> {
  if (run.signal?.aborted) throw cancelled();
  const { options } = truth;
  const encoder = startEncoder(run.ffmpegPath, options, outputPath);
  try {
    await paintInOrder(options, run, encoder);
    await encoder.finish();
  } catch (thrown) {
    await encoder.abort();
    throw thrown;
  }
  const written: PhantomTruth = { ...truth, clip_sha256: await clipDigest(outputPath) };
  await writeFile(truthPath(outputPath), JSON.stringify(written) + '\n');
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
      const next = waiting.shift()!;
      // Without the picture: what goes through a race is held by `stopped` until the end.
      await Promise.race([next.then(() => undefined), stopped]);
      await Promise.race([encoder.write(await next), stopped]);
      onProgress?.(done + 1, total);
    }
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
