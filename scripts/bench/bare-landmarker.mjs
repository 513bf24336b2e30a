// The thread of the bare loop: frames that lie decoded in memory go through the landmarker, and nothing else is done.
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { createMediapipeLandmarker } from '../../src/kernel/pose/mediapipe';

for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => undefined;

const { pixels, widthPx, heightPx, decodedFrames, frames, frameIntervalS, mediapipe } = workerData;
const bytes = widthPx * heightPx * 4;
const startedMs = performance.now();
const landmarker = await createMediapipeLandmarker(mediapipe, frames * frameIntervalS);
const readyMs = performance.now();
let detectedFrames = 0;
for (let frame = 0; frame < frames; frame++) {
  const data = new Uint8Array(pixels, (frame % decodedFrames) * bytes, bytes);
  if (landmarker.locate({ widthPx, heightPx, data }, frame * frameIntervalS) !== null) detectedFrames++;
}
const endedMs = performance.now();
landmarker.close();
parentPort.postMessage({
  detectedFrames,
  startS: (readyMs - startedMs) / 1000,
  loopS: (endedMs - readyMs) / 1000,
});
