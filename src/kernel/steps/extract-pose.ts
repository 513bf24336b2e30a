import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../shared/errors';
import type { VideoInfo, Walk } from '../../shared/results';
import type { RunPrediction } from '../../shared/run-record';
import { buildPoseBundle, legVisibility } from '../display/bundles';
import { predictRun } from '../performance/benchmark/predict';
import { extractPose as extractPoseFromVideo, type PoseOutcome } from '../pose/extract';
import { createPoseTableWriter } from '../store/pose-table';
import { withChosenProfile } from './chosen-profile';
import { mapWalks } from './map-walks';
import {
  isPoseWork,
  missingOf,
  planWords,
  planWork,
  poseEngines,
  preparePoses,
  type PoseWork,
} from './pose-work';
import { frameProgress } from './progress';
import { failedWalk, type StepContext, type StepDefinition, type WalkResult } from './step';
import { poseFiles, readPoseOutcome, type StoredPose } from './stored-pose';

/** As many tiles as a player wants of ten seconds: 12.5 a second and more. */
const filmstripTiles = { tiles: 160, tileWidthPx: 192 };
/** Of them, those that pages show that do not move. */
const stillTiles = 12;

/** Tells a recording apart from others; one with a stretched clock is another one, for its moments have other times. */
const recordingDigest = (digest: string, captureFps: number | undefined): string =>
  createHash('sha256')
    .update(`${digest} ${captureFps ?? ''}`)
    .digest('hex')
    .slice(0, 32);

export const extractPose: StepDefinition<'extract-pose'> = {
  async run(step, given) {
    const tools = await given.recorder.stage('start', () => given.tools());
    const { walks } = given.result(step.video, 'load-video');
    const { context, calibrationS } = await withChosenProfile(walks, tools, given);
    const { settings, limitMb } = context;
    const engines = poseEngines(settings, tools);
    context.recorder.engine(engines);

    const prepared = await preparePoses(walks, settings, tools, context);
    const missing = missingOf(prepared);
    const { plan, refused } = planWork(missing, settings, limitMb);
    const fitting = missing.filter((item) => !refused.has(item));
    if (plan) {
      context.recorder.plan(plan);
      context.log('debug', planWords(plan));
    }
    const prediction = plan && (await predictRun(fitting, plan, settings, tools, context));
    if (prediction) context.recorder.predict(afterCalibration(prediction, calibrationS));

    const progress = frameProgress(missing, context, prediction?.seconds.expected ?? null);
    const making = new Map<string, Promise<string>>();
    const results = await mapWalks(prepared, context, plan?.workers ?? 1, async (item) => {
      if (!isPoseWork(item)) return item;
      const refusal = refused.get(item);
      if (refusal) return failedWalk(item.walk, refusal);
      if (item.stored !== null) return toResult(item, item.stored, true);
      // A recording that stands twice in the study is worked on once.
      const underWay = making.get(item.address);
      if (underWay) return toResult(item, await underWay, true);
      const made = context.store.write(item.address, (temporary) =>
        extractOne(item, temporary, { decoderThreads: plan?.decoderThreads ?? 1, progress, context }),
      );
      making.set(item.address, made);
      return toResult(item, await made, false);
    });
    return { walks: results };
  },
};

/**
 * What the step as a whole will need where it calibrated before: the process that did counts for its time, and for a peak
 * that nobody foretold.
 */
function afterCalibration(prediction: RunPrediction, calibrationS: number): RunPrediction {
  if (calibrationS === 0) return prediction;
  const { low, expected, high } = prediction.seconds;
  return {
    ...prediction,
    seconds: { low: low + calibrationS, expected: expected + calibrationS, high: high + calibrationS },
    peakRssMb: null,
  };
}

async function extractOne(
  { walk, video, blurred }: PoseWork,
  folder: string,
  run: { decoderThreads: number; progress: ReturnType<typeof frameProgress>; context: StepContext },
): Promise<void> {
  const { settings, recorder, signal, store, tools } = run.context;
  // Whose pictures are shown, and the address of the result, stand on what was loaded.
  if ((await store.digest(walk.path, signal)) !== video.digest) {
    throw badInput(`${walk.path} has changed since it was loaded.`, 'Run load-video again.');
  }
  const { chunk_processing: chunked, chunk_size: chunkSize } = settings.memory_optimization;
  const tablePath = path.join(folder, poseFiles.table);
  const table = await createPoseTableWriter(tablePath, {
    chunkSize: chunked ? chunkSize : null,
    compress: settings.io_optimization.use_compression,
    widthPx: video.info.widthPx,
    heightPx: video.info.heightPx,
  });
  // Reading the table again for what is shown of it would take an hour's landmarks at once.
  const timeS: number[] = [];
  const visibility: number[] = [];
  const outcome = await recorder.stage('video_processing', async () =>
    extractPoseFromVideo(
      {
        videoPath: walk.path,
        info: video.info,
        ...(walk.crop && { crop: walk.crop }),
        ...(walk.captureFps !== undefined && { captureFps: walk.captureFps }),
        ...(walk.maxFrames !== undefined && { maxFrames: walk.maxFrames }),
        frameWidth: settings.frame_width,
        frameRate: settings.frame_rate,
        mediapipe: settings.mediapipe,
        batchSize: settings.io_optimization.batch_size,
        garbageCollectionFrequency: settings.memory_optimization.garbage_collection_frequency,
        decoderThreads: run.decoderThreads,
        blurFaces: blurred,
        filmstrip: {
          path: path.join(folder, poseFiles.filmstrip),
          ...filmstripTiles,
          stills: { path: path.join(folder, poseFiles.stills), tiles: stillTiles },
        },
        tools: await tools(),
      },
      {
        signal,
        onBatch: async (batch) => {
          await table.append(batch);
          timeS.push(...batch.timeS);
          visibility.push(...legVisibility(batch));
        },
        onFrames: (frames) => {
          run.progress(walk.id, frames);
        },
      },
    ),
  );
  await table.close();
  await recorder.stage('display', async () => {
    const { widthPx, heightPx } = video.info;
    const seen = {
      timeS: Float64Array.from(timeS),
      visibility: Float64Array.from(visibility),
      widthPx,
      heightPx,
    };
    const bundle = buildPoseBundle(seen, outcome.filmstrip, poseWarnings(outcome));
    await writeFile(path.join(folder, poseFiles.bundle), JSON.stringify(bundle));
    const recording = recordingDigest(video.digest, walk.captureFps);
    const stored: StoredPose = { ...outcome, recording };
    await writeFile(path.join(folder, poseFiles.outcome), JSON.stringify(stored));
  });
}

/** Length of what is looked at of a recording, by the file's clock. */
function lookedAtS({ maxFrames = Infinity }: Pick<Walk, 'maxFrames'>, info: VideoInfo): number {
  const { durationS, expectedFrames } = info;
  return maxFrames < expectedFrames ? (durationS * maxFrames) / expectedFrames : durationS;
}

export function poseWarnings({ detectedFrames, lostFrames }: PoseOutcome): string[] {
  const warnings: string[] = [];
  if (lostFrames > 0) {
    const frames = lostFrames === 1 ? '1 frame' : `${lostFrames} frames`;
    warnings.push(`The video is damaged: ${frames} could not be decoded.`);
  }
  if (detectedFrames === 0) {
    warnings.push(
      'No person was found. A crop around the walker helps where people are small in the picture.',
    );
  }
  return warnings;
}

async function toResult(
  { walk, video, address }: PoseWork,
  folder: string,
  fromStore: boolean,
): Promise<WalkResult> {
  const outcome = await readPoseOutcome(folder);
  const { frames, detectedFrames, seconds, notes } = outcome;
  const rate = fromStore ? '' : `, ${(frames / seconds.total).toFixed(1)} frames/s`;
  return {
    walk,
    folder,
    address,
    fromStore,
    summary: `pose in ${detectedFrames} of ${frames} frames${rate}`,
    warnings: poseWarnings(outcome),
    record: {
      frames,
      recordingS: lookedAtS(walk, video.info),
      ...(frames > 0 && { detectedShare: detectedFrames / frames }),
      cropped: walk.crop !== undefined,
      notes,
    },
  };
}
