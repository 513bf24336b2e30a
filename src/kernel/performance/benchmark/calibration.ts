import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { BenchmarkRun } from '../../../shared/benchmark';
import { poseCostOf, type PoseCost } from '../../../shared/pose-cost';
import type { VideoInfo, Walk } from '../../../shared/results';
import type { Settings } from '../../../shared/settings';
import { canonicalJson } from '../../store/address';
import { writeFileAtomically } from '../../store/atomic-file';
import type { Store } from '../../store/store';
import { describeMachine } from '../machine';

const file = 'calibrations.json';
/** The newest of them are kept. */
const mostCalibrations = 300;

const calibrationSchema = z.strictObject({
  /** Digest of all that moves speed and memory; see {@link calibrationKey}. */
  key: z.string(),
  measuredAt: z.string(),
  cost: z.strictObject({
    workers: z.number(),
    onceS: z.number(),
    videoS: z.number(),
    secondsPerFrame: z.array(z.number()).min(1),
    variation: z.number(),
    memory: z.array(z.strictObject({ beforeMb: z.number(), grownMb: z.number() })),
  }),
});
const fileSchema = z.strictObject({ version: z.literal(1), calibrations: z.array(z.unknown()) });

/** What finding poses cost when it was measured here. */
export interface Calibration {
  readonly key: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly cost: PoseCost;
}

/** What a video's poses are found with. */
export interface CalibratedWork {
  readonly settings: Settings;
  readonly walk: Pick<Walk, 'crop'>;
  readonly info: VideoInfo;
  readonly workers: number;
  /** Library and model, and ffmpeg's version, as run records have them. */
  readonly engines: Readonly<Record<string, string>>;
}

/**
 * Tells work apart whose speed or memory may differ: by the settings that move them, the size and coding of the video, the
 * number of workers, what computes and on which machine. Nothing else is in it, so that another walk of the same camera fits.
 */
export function calibrationKey({ settings, walk, info, workers, engines }: CalibratedWork): string {
  const { platform, cpu, cores, node } = describeMachine();
  const identity = {
    mediapipe: settings.mediapipe,
    frame_width: Math.min(settings.frame_width, walk.crop?.[2] ?? info.widthPx),
    frame_rate: settings.frame_rate,
    // Where frames are passed over, they are decoded all the same.
    fps: settings.frame_rate === null ? null : Math.round(info.averageFps),
    optimizations: settings.enable_optimizations,
    crop: walk.crop ? [walk.crop[2], walk.crop[3]] : null,
    video: [info.codedWidthPx, info.codedHeightPx, info.rotationDeg, info.codec, info.pixelFormat],
    workers,
    engines,
    machine: { platform, cpu, cores, node },
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex').slice(0, 32);
}

/** What is known in a store, newest first. One that cannot be read knows nothing. */
export async function readCalibrations(store: Pick<Store, 'folder'>): Promise<Calibration[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path.join(store.folder, file), 'utf8'));
  } catch {
    return [];
  }
  const read = fileSchema.safeParse(content);
  if (!read.success) return [];
  return read.data.calibrations.flatMap((entry) => {
    const calibration = calibrationSchema.safeParse(entry);
    return calibration.success ? [calibration.data] : [];
  });
}

/** Puts calibrations before what is known; those of the same work give way. */
export async function addCalibrations(
  store: Pick<Store, 'folder'>,
  added: readonly Calibration[],
): Promise<void> {
  if (added.length === 0) return;
  const keys = new Set(added.map(({ key }) => key));
  const before = (await readCalibrations(store)).filter(({ key }) => !keys.has(key));
  const calibrations = [...added, ...before].slice(0, mostCalibrations);
  await writeFileAtomically(
    path.join(store.folder, file),
    `${JSON.stringify({ version: 1, calibrations }, null, 1)}\n`,
  );
}

/** What a benchmark measured, and on what. */
export interface MeasuredRuns {
  readonly runs: readonly BenchmarkRun[];
  readonly contenders: readonly { readonly contender: string; readonly settings: Settings }[];
  /** The first walk of those that each run worked on. */
  readonly measured: { readonly walk: Pick<Walk, 'crop'>; readonly info: VideoInfo };
  /** How many walks that were. */
  readonly measuredWalks: number;
  /** What computes with these settings. */
  readonly enginesOf: (settings: Settings) => Readonly<Record<string, string>>;
}

/**
 * Remembers what finding poses cost each contender, so that later runs know beforehand what they need: from the runs that
 * found poses alone, or where there are none from those of the pipeline.
 */
export async function rememberCalibration(
  store: Pick<Store, 'folder'>,
  { runs, contenders, measured, measuredWalks, enginesOf }: MeasuredRuns,
): Promise<void> {
  const calibrations = contenders.flatMap(({ contender, settings }): Calibration[] => {
    const own = runs.filter((run) => run.contender === contender && run.repeat > 0);
    const poses = own.filter(({ work }) => work === 'mediapipe');
    const chosen = poses.length > 0 ? poses : own.filter(({ work }) => work === 'pipeline');
    const cost = poseCostOf(chosen, measuredWalks);
    const [first] = chosen.toSorted((a, b) => (a.started_at < b.started_at ? 1 : -1));
    if (!cost || !first) return [];
    const { workers } = cost;
    const key = calibrationKey({ settings, ...measured, workers, engines: enginesOf(settings) });
    return [{ key, measuredAt: first.started_at, cost }];
  });
  await addCalibrations(store, calibrations);
}
