import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput, GaitError } from '../../shared/errors';
import { planPose, type PosePlan } from '../../shared/memory-plan';
import { counted } from '../../shared/numbers';
import type { Walk } from '../../shared/results';
import { availableCores } from '../performance/machine';
import { buildPoseBundle, legVisibility } from '../display/bundles';
import { extractPose as extractPoseFromVideo, type PoseOutcome } from '../pose/extract';
import { poseEngine } from '../pose/mediapipe';
import { addressOf } from '../store/address';
import { createPoseTableWriter } from '../store/pose-table';
import { isBlurred, readLoadedVideo, type LoadedVideo } from './load-video';
import { mapWalks } from './map-walks';
import { frameProgress } from './progress';
import { failedWalk, type StepContext, type StepDefinition, type WalkResult } from './step';

/** Raised whenever what this step writes changes. */
const version = 2;
/** As many tiles as a player wants of ten seconds: 12.5 a second and more. */
const filmstripTiles = { tiles: 160, tileWidthPx: 192 };
/** Of them, those that pages show that do not move. */
const stillTiles = 12;

/** Files of a walk's result. */
export const poseFiles = {
  table: 'pose.parquet',
  outcome: 'pose.json',
  bundle: 'display.json',
  filmstrip: 'filmstrip.jpg',
  stills: 'stills.jpg',
} as const;

/** What is kept of a walk beside its landmarks. */
export interface StoredPose extends PoseOutcome {
  /** The same for all poses that were found in one recording. */
  readonly recording: string;
}

export async function readPoseOutcome(folder: string): Promise<StoredPose> {
  // Sound: this module wrote the file, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, poseFiles.outcome), 'utf8')) as StoredPose;
}

/** Tells a recording apart from others; one with a stretched clock is another one, for its moments have other times. */
const recordingDigest = (digest: string, captureFps: number | undefined): string =>
  createHash('sha256')
    .update(`${digest} ${captureFps ?? ''}`)
    .digest('hex')
    .slice(0, 32);

interface Work {
  readonly walk: Walk;
  readonly video: LoadedVideo;
  readonly blurred: boolean;
  readonly address: string;
  readonly stored: string | null;
}

export const extractPose: StepDefinition<'extract-pose'> = {
  async run(step, context) {
    const { settings, store } = context;
    const engine = poseEngine(settings.mediapipe.model_complexity);
    const tools = await context.recorder.stage('start', () => context.tools());
    context.recorder.engine({ ...engine, ffmpeg: tools.ffmpegVersion });

    const prepared = await Promise.all(
      context.result(step.video, 'load-video').walks.map(async (input): Promise<Work | WalkResult> => {
        const { walk, folder } = input;
        // What failed before stays failed, for the reason it failed for.
        if (folder === null) return input;
        const video = await readLoadedVideo(folder);
        const blurred = await isBlurred(walk, video, settings);
        const address = addressOf({
          step: 'extract-pose',
          version,
          inputs: { video: video.digest },
          parameters: {
            frame_width: settings.frame_width,
            frame_rate: settings.frame_rate,
            mediapipe: settings.mediapipe,
            blur_faces: blurred,
            crop: walk.crop ?? null,
            capture_fps: walk.captureFps ?? null,
          },
          engines: { ...engine, ffmpeg: tools.ffmpegVersion },
        });
        return { walk, video, blurred, address, stored: await store.find(address) };
      }),
    );
    const missing = prepared.filter((item): item is Work => 'video' in item && item.stored === null);
    const { plan, refused } = planWork(missing, context);
    if (plan) context.recorder.plan(plan);

    const progress = frameProgress(missing, context);
    const making = new Map<string, Promise<string>>();
    const results = await mapWalks(prepared, context, plan?.workers ?? 1, async (item) => {
      if (!('video' in item)) return item;
      const refusal = refused.get(item);
      if (refusal) return failedWalk(item.walk, refusal);
      if (item.stored !== null) return toResult(item, item.stored, true);
      // A recording that stands twice in the study is worked on once.
      const underWay = making.get(item.address);
      if (underWay) return toResult(item, await underWay, true);
      const made = store.write(item.address, (temporary) =>
        extractOne(item, temporary, { decoderThreads: plan?.decoderThreads ?? 1, progress, context }),
      );
      making.set(item.address, made);
      return toResult(item, await made, false);
    });
    return { walks: results };
  },
};

/**
 * The plan for the walks that fit in the limit, and why the others do not.
 * @throws GaitError memory-limit where none fits.
 */
function planWork(
  missing: readonly Work[],
  { settings, limitMb, log }: StepContext,
): { plan: PosePlan | null; refused: ReadonlyMap<Work, GaitError> } {
  const refused = new Map<Work, GaitError>();
  const planFor = (work: readonly Work[]) =>
    planPose({
      limitMb,
      availableCores: availableCores(),
      parallel: settings.io_optimization.parallel_processing,
      maxWorkers: settings.io_optimization.max_workers,
      // Electron's Node makes threads of its own, whatever the option says.
      oneV8Thread:
        process.execArgv.includes('--v8-pool-size=1') && process.versions['electron'] === undefined,
      modelComplexity: settings.mediapipe.model_complexity,
      segmentation: settings.mediapipe.enable_segmentation,
      frameWidth: settings.frame_width,
      videos: work.map(({ video }) => video.info),
    });
  for (const work of missing) {
    const alone = planFor([work]);
    if (!alone.ok) refused.set(work, new GaitError('memory-limit', alone.message, alone.suggestion));
  }
  const [refusal] = refused.values();
  if (refusal && refused.size === missing.length) throw refusal;
  const fitting = missing.filter((work) => !refused.has(work));
  if (fitting.length === 0) return { plan: null, refused };
  const planned = planFor(fitting);
  if (!planned.ok) throw new GaitError('memory-limit', planned.message, planned.suggestion);
  log('debug', planWords(planned.plan));
  return { plan: planned.plan, refused };
}

const planWords = ({ workers, boundBy, decoderThreads, expectedMb, limitMb }: PosePlan): string =>
  `${counted(workers, 'worker')} (bound by ${boundBy}), each with ${counted(decoderThreads, 'decoder thread')}: about ${Math.round(expectedMb)} of ${Math.round(limitMb)} MB are expected.`;

async function extractOne(
  { walk, video, blurred }: Work,
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
  { walk, video, address }: Work,
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
      recordingS: video.info.durationS,
      ...(frames > 0 && { detectedShare: detectedFrames / frames }),
      cropped: walk.crop !== undefined,
      notes,
    },
  };
}
