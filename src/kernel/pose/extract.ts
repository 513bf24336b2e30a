import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { lastWords } from '../../processes/last-words';
import type { Filmstrip } from '../../shared/display';
import { cancelled, GaitError, toGaitError, type GaitErrorKind } from '../../shared/errors';
import { builtFile } from '../package-files';
import { writeJpeg } from '../video/jpeg';
import type { FilmstripSheet } from './filmstrip';
import type { PoseBatch, PoseOutcome, PoseRequest, TrackOutcome } from './track';

export type { PoseBatch, PoseOutcome, PoseRequest } from './track';

/** What a pose worker says; it is told everything when it starts. */
export type PoseWorkerMessage =
  /** So many frames more have been looked at; their landmarks come with a batch. */
  | { readonly kind: 'frames'; readonly frames: number }
  | { readonly kind: 'batch'; readonly batch: PoseBatch }
  | { readonly kind: 'done'; readonly outcome: TrackOutcome }
  | {
      readonly kind: 'failed';
      readonly error: { readonly kind: GaitErrorKind; readonly message: string; readonly hint?: string };
    };

export interface PoseHooks {
  /** Called with one batch after the other, in order; the next one waits until a promise is kept. */
  readonly onBatch: (batch: PoseBatch) => void | Promise<void>;
  /** Called some times a second with the number of frames that were looked at since. */
  readonly onFrames?: (frames: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Limits of the worker's own JavaScript heap. It needs little of it (frames and models lie outside), and a small
 * young generation keeps its garbage from piling up.
 */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };

// Each thread that compiles wasm fills an arena of the allocator, which stays when the worker has ended: one of them
// instead of one for each core saves tens of megabytes in a study of several videos.
v8.setFlagsFromString('--wasm-num-compilation-tasks=1');

/**
 * Finds the person's landmarks in every frame of one video, in a worker thread of its own that ends afterwards.
 * @throws {GaitError} `bad-input` for a crop that does not fit or a video that cannot be decoded; `cancelled`, with
 *   worker and ffmpeg gone; `failed` where the worker crashed. Whatever `onBatch` throws ends the work as well.
 */
export async function extractPose(request: PoseRequest, hooks: PoseHooks): Promise<PoseOutcome> {
  const { filmstrip, stills, ...outcome } = await runWorker(request, hooks);
  // Only now that the worker's memory is given back: a process being started counts this one's for a moment.
  const wanted = request.filmstrip;
  return {
    ...outcome,
    filmstrip: filmstrip && wanted && (await writeSheet(filmstrip, wanted.path, request.tools)),
    stills: stills && wanted?.stills ? await writeSheet(stills, wanted.stills.path, request.tools) : null,
  };
}

/** Most bytes of a sheet: it goes into a notebook, and a page that moves holds it in memory. */
const mostSheetBytes = 450_000;

async function writeSheet(
  { filmstrip, picture }: FilmstripSheet,
  file: string,
  tools: PoseRequest['tools'],
): Promise<Filmstrip> {
  await writeJpeg(file, picture, tools, mostSheetBytes);
  return filmstrip;
}

async function runWorker(
  request: PoseRequest,
  { onBatch, onFrames, signal }: PoseHooks,
): Promise<TrackOutcome> {
  if (signal?.aborted === true) throw cancelled();
  const worker = new Worker(builtFile('pose-worker.js'), {
    workerData: request,
    resourceLimits,
    stdout: true,
    stderr: true,
  });
  const words = lastWords([worker.stdout, worker.stderr]);

  let stop: (() => void) | undefined;
  try {
    return await new Promise<TrackOutcome>((resolve, reject) => {
      let handedOn = Promise.resolve();
      stop = () => {
        reject(cancelled());
      };
      signal?.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: PoseWorkerMessage) => {
        switch (message.kind) {
          case 'frames':
            onFrames?.(message.frames);
            break;
          case 'batch':
            handedOn = handedOn.then(() => onBatch(message.batch));
            handedOn.catch(reject);
            break;
          case 'done':
            handedOn.then(() => {
              resolve(message.outcome);
            }, reject);
            break;
          case 'failed':
            reject(new GaitError(message.error.kind, message.error.message, message.error.hint));
            break;
        }
      });
      worker.on('error', (error) => {
        reject(crashed(toGaitError(error).message, words(), error));
      });
      worker.on('exit', (code) => {
        // After a result this changes nothing: a promise is settled once.
        void handedOn.then(() => {
          reject(crashed(`exit code ${code}`, words()));
        }, reject);
      });
    });
  } finally {
    if (stop !== undefined) signal?.removeEventListener('abort', stop);
    // Its pipes break with it, and so ends its ffmpeg.
    await worker.terminate();
  }
}

function crashed(reason: string, words: string, cause?: Error): GaitError {
  const said = words === '' ? '' : ` Its last words: ${words}`;
  return new GaitError(
    'failed',
    `The pose worker ended unexpectedly (${reason}).${said}`,
    'Try again with a smaller model (--performance-mode fast) or fewer workers.',
    cause && { cause },
  );
}
