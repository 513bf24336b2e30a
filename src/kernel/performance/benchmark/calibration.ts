import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { BenchmarkRun } from '../../../shared/benchmark';
import { poseCostOf, type PoseCost } from '../../../shared/pose-cost';
import type { VideoInfo, Walk } from '../../../shared/results';
import type { Settings } from '../../../shared/settings';
import { packageVersion } from '../../package-files';
import { canonicalJson } from '../../store/address';
import { writeFileAtomically } from '../../store/atomic-file';
import { makeFolder } from '../../store/make-folder';
import type { Store } from '../../store/store';
import { describeMachine } from '../machine';

/** One file each in the store, so that processes which share it take nothing from each other. */
const calibrationsFolder = (store: Pick<Store, 'folder'>): string => path.join(store.folder, 'calibrations');
/** The newest of them are kept. */
const mostCalibrations = 300;

const calibrationSchema = z.strictObject({
  version: z.literal(1),
  /** Digest of all that moves speed and memory; see {@link calibrationKey}. */
  key: z.string(),
  measuredAt: z.string(),
  v8: z.string(),
  cost: z.strictObject({
    workers: z.number(),
    onceS: z.number(),
    videoS: z.number(),
    secondsPerFrame: z.array(z.number()).min(1),
    variation: z.number(),
    memory: z.array(z.strictObject({ beforeMb: z.number(), grownMb: z.number() })),
  }),
});

/** What finding poses cost when it was measured here. */
export interface Calibration {
  readonly key: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  /** Of the V8 that it was measured with, as {@link thisV8} has it. One is remembered for each. */
  readonly v8: string;
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
 * number of workers, what computes and on which machine. Nothing else is in it, so that another walk of the same camera fits,
 * and what the command measured is known in the editor:
 * - not the Node, since the command's and the editor's are seldom the same. What it was measured with stands beside the cost,
 *   and a prediction for another says so by a wider interval.
 * - not the machine's memory: the limit decides with how many workers a run is planned, and that number is in it.
 * - not the release of the operating system: an update makes no other machine.
 * This package's version is in it: the code around the model takes its share.
 */
export function calibrationKey({ settings, walk, info, workers, engines }: CalibratedWork): string {
  const { cpu, cores } = describeMachine();
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
    version: packageVersion(),
    machine: { system: os.type(), architecture: os.arch(), cpu, cores },
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex').slice(0, 32);
}

/** The V8 of this process: it compiles what finds poses, and with its version the pace changes. */
export const thisV8: string = process.versions.v8.split('.').slice(0, 2).join('.');

/** Whose measurements count: what another version of the engine has measured tells less of this one. */
export type MeasuredBy = 'this-v8' | 'any-v8';

/**
 * What a store knows of such work, by its key: as measured with this V8, or else the newest of any other. A calibration that
 * cannot be read is none.
 */
export async function knownCalibrations(
  store: Pick<Store, 'folder'>,
  keys: readonly string[],
  from: MeasuredBy = 'any-v8',
): Promise<ReadonlyMap<string, Calibration>> {
  const folder = calibrationsFolder(store);
  const files = await calibrationFiles(folder);
  const known = new Map<string, Calibration>();
  for (const key of new Set(keys)) {
    const ofKey = files.filter((name) => name.startsWith(`${key}-`));
    const read = await Promise.all(ofKey.map((name) => readCalibration(path.join(folder, name))));
    const fitting = read.flatMap((calibration) => (calibration?.key === key ? [calibration] : []));
    const newestFirst = fitting.toSorted((a, b) => (a.measuredAt < b.measuredAt ? 1 : -1));
    const own = newestFirst.find(({ v8 }) => v8 === thisV8);
    const calibration = from === 'this-v8' ? own : (own ?? newestFirst[0]);
    if (calibration) known.set(key, calibration);
  }
  return known;
}

const fileOf = (store: Pick<Store, 'folder'>, { key, v8 }: Pick<Calibration, 'key' | 'v8'>): string =>
  path.join(calibrationsFolder(store), `${key}-v8-${v8}.json`);

/** Names of the files; none where they cannot be listed. */
const calibrationFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));

async function readCalibration(file: string): Promise<Calibration | null> {
  try {
    const read = calibrationSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Remembers calibrations; those of the same work and V8 give way. */
export async function addCalibrations(
  store: Pick<Store, 'folder'>,
  added: readonly Calibration[],
): Promise<void> {
  if (added.length === 0) return;
  await makeFolder(calibrationsFolder(store));
  for (const calibration of added) {
    await writeFileAtomically(
      fileOf(store, calibration),
      `${JSON.stringify({ version: 1, ...calibration }, null, 1)}\n`,
    );
  }
  await forgetOldest(calibrationsFolder(store));
}

/** Files of others on this machine may stay: what is remembered beyond the bound does no harm. */
async function forgetOldest(folder: string): Promise<void> {
  const files = await calibrationFiles(folder);
  if (files.length <= mostCalibrations) return;
  const dated = await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      // Another process may have forgotten it at this moment.
      return { file, changedMs: (await stat(file).catch(() => null))?.mtimeMs ?? 0 };
    }),
  );
  const oldest = dated.toSorted((a, b) => b.changedMs - a.changedMs).slice(mostCalibrations);
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true }).catch(() => undefined)));
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
    return [{ key, measuredAt: first.started_at, v8: thisV8, cost }];
  });
  await addCalibrations(store, calibrations);
}
