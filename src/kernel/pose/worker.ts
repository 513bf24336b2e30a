/** The thread that follows the person through one video: it owns ffmpeg's pipe and the landmarker, and ends after. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { GaitError, toGaitError } from '../../shared/errors';
import type { PoseWorkerMessage } from './extract';
import { createMediapipeLandmarker } from './mediapipe';
import { realDurationS, trackPose, type PoseRequest } from './track';

/** MediaPipe's runtime logs through `console`, which it binds when it starts: silenced here, kept for a crash. */
const lastWords: string[] = [];
const remember = (...words: readonly unknown[]): void => {
  lastWords.push(words.map(String).join(' '));
  if (lastWords.length > 20) lastWords.shift();
};
Object.assign(globalThis.console, {
  log: remember,
  info: remember,
  warn: remember,
  error: remember,
  debug: remember,
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // what the flag exposes

const request = workerData as PoseRequest; // extract.ts is the only one that starts this file
const send = (message: PoseWorkerMessage, handedOver: readonly ArrayBuffer[] = []): void => {
  parentPort?.postMessage(message, [...handedOver]);
};

/** A batch may take seconds to fill: how far the work has come is told more often. */
const progressGapMs = 200;
let untoldFrames = 0;
let toldMs = -Infinity;
function tellFrames(): void {
  if (untoldFrames > 0) send({ kind: 'frames', frames: untoldFrames });
  untoldFrames = 0;
  toldMs = performance.now();
}

try {
  const outcome = await trackPose(
    request,
    () => createMediapipeLandmarker(request.mediapipe, realDurationS(request)),
    (batch) => {
      send({ kind: 'batch', batch });
    },
    () => {
      untoldFrames++;
      if (performance.now() - toldMs >= progressGapMs) tellFrames();
    },
    collectGarbage,
  );
  tellFrames();
  // Handed over, not copied: two of them beside each other would count. Sound: nobody shares them.
  const sheets = [outcome.filmstrip, outcome.stills].flatMap((sheet) =>
    sheet ? [sheet.picture.data.buffer as ArrayBuffer] : [],
  );
  send({ kind: 'done', outcome }, sheets);
} catch (thrown) {
  const { kind, message, hint } = toGaitError(thrown);
  // What is not an error of ours came out of the library, which says more in its log.
  const said = thrown instanceof GaitError ? '' : ` ${lastWords.slice(-3).join(' ')}`.trimEnd();
  send({ kind: 'failed', error: { kind, message: message + said, ...(hint !== undefined && { hint }) } });
}
