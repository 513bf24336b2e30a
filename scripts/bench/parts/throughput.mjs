import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { sampleClip, sampleVideo } from '../clips.mjs';
import { percent, timed, told } from '../figures.mjs';
import { analyze } from '../run-gait.mjs';
import { profiles } from '../sample-runs.mjs';
import { median } from '../statistics.mjs';

export const title = 'The whole pipeline, against a bare landmarker loop';
export const notes = [
  'Frames/s of `gait analyze` into an empty store, from the start of its process to its exit, over frames/s of a',
  'thread that only loops a landmarker of the same model and settings over the same frames, decoded beforehand.',
  'The start of the landmarker counts in both. Interleaved, median of the pairs.',
];

const sample = 'walker-side';
const clipFrames = { fast: 840, balanced: 420, accurate: 105 };

export async function measure(context) {
  const { frame_width: frameWidth } = context.kernel.resolveSettings([]).settings;
  const decoded = await decode(context, frameWidth);
  const figures = [];
  for (const profile of profiles) {
    const frames = context.quick ? Math.ceil(clipFrames[profile] / 2) : clipFrames[profile];
    const layer = { source: 'benchmark', values: { performance_mode: profile } };
    const { mediapipe } = context.kernel.resolveSettings([layer]).settings;
    const bare = async () => bareLoop(context, { ...decoded, frames, mediapipe });
    const whole = async () => wholeCommand(context, profile, frames);
    const pairs = [];
    for (let repeat = 0; repeat < (context.quick ? 1 : 3); repeat++) {
      context.say(`${profile}, ${frames} frames, ${repeat + 1}`);
      // Each of them first in turn, so that a machine that slows down favours neither.
      if (repeat % 2 === 0) pairs.push({ bare: await bare(), whole: await whole() });
      else pairs.push({ whole: await whole(), bare: await bare() });
    }
    const middle = (of) => median(pairs.map(of));
    figures.push(
      timed(
        `${profile}, ${frames} frames`,
        '≥ 85 %',
        `${percent(middle(({ bare, whole }) => bare.wallS / whole.wallS))} (${(frames / middle(({ whole }) => whole.wallS)).toFixed(1)} ` +
          `of ${(frames / middle(({ bare }) => bare.wallS)).toFixed(1)} frames/s; pairs: ` +
          `${pairs.map(({ bare, whole }) => percent(bare.wallS / whole.wallS, 0)).join(', ')})`,
      ),
      told(
        '  while frames are looked at, the landmarker’s start included',
        percent(middle(({ bare, whole }) => bare.wallS / whole.videoProcessingS)),
      ),
      told(
        '  before and after that: start-up, events, reports',
        `${middle(({ whole }) => whole.wallS - whole.videoProcessingS).toFixed(2)} s; the landmarker’s start ` +
          `${middle(({ bare }) => bare.startS).toFixed(2)} s`,
      ),
    );
  }
  return figures;
}

/** All frames of the sample at the width that the pipeline scales to, in memory that threads share. */
async function decode({ kernel, tools, root }, frameWidth) {
  const videoPath = sampleVideo({ root }, sample);
  const info = await kernel.probeVideo(videoPath, tools);
  const { widthPx, heightPx } = kernel.planGeometry(info, undefined, frameWidth);
  const bytes = widthPx * heightPx * 4;
  const pixels = new SharedArrayBuffer(info.expectedFrames * bytes);
  let decodedFrames = 0;
  const request = { videoPath, info, frameWidth, frameRate: null, decoderThreads: 1, tools };
  await kernel.readFrames(request, ({ data }) => {
    new Uint8Array(pixels, decodedFrames * bytes, bytes).set(data);
    decodedFrames++;
  });
  return { pixels, widthPx, heightPx, decodedFrames, frameIntervalS: 1 / info.averageFps };
}

async function bareLoop({ bareLandmarker }, workerData) {
  const startedMs = performance.now();
  const worker = new Worker(bareLandmarker, { workerData });
  const [{ startS }] = await once(worker, 'message');
  const wallS = (performance.now() - startedMs) / 1000;
  await worker.terminate();
  return { wallS, startS };
}

async function wholeCommand(context, profile, frames) {
  const video = sampleClip(context, sample, frames);
  const { wallS, records } = await analyze(context, {
    args: ['--videos', video, '--performance-mode', profile],
  });
  const { walks, stages } = records['extract-pose'];
  if (walks[0].frames !== frames) throw new Error(`${video} gave ${walks[0].frames} frames, not ${frames}.`);
  return { wallS, videoProcessingS: stages.video_processing };
}
