import path from 'node:path';
import { baselineName, type BenchmarkProgress, type BenchmarkResults } from '../../../shared/benchmark';
import { noiseOf, summarise, watchingPercent, type Asked } from '../../../shared/benchmark-summary';
import { mapTexts, withoutFolders } from '../../../shared/known-folders';
import { counted } from '../../../shared/numbers';
import type { MachineInfo } from '../../../shared/run-record';
import type { StepOf } from '../../../shared/steps';
import { writtenMachine } from '../machine';
import { changedSettings, type BenchmarkContender } from './contenders';
import { countsChildren } from './cpu-time';
import { trainingAmount } from './jobs';
import { warmUpFrames, type Measured } from './measure-all';
import { framesThereAre, type StudyWalk } from './measured-walks';
import type { ScheduledRun } from './schedule';

export interface ResultsRequest {
  readonly step: Pick<StepOf<'benchmark'>, 'type' | 'repeats' | 'frames'>;
  readonly contenders: readonly BenchmarkContender[];
  /** That are measured; the first is the one whose figures are told. */
  readonly walks: readonly StudyWalk[];
  readonly phantom: boolean;
  /** Of this machine, which are named nowhere: results are sent to others. */
  readonly folders: readonly string[];
  readonly startedAt: string;
  readonly seconds: number;
  readonly stopped: boolean;
  readonly limitMb: number;
  readonly machine: MachineInfo;
  readonly judged: Pick<BenchmarkResults, 'accuracy' | 'predictions'> & { readonly notes: readonly string[] };
}

/** All that a benchmark gives but its advice. */
export function resultsOf(
  measured: Measured,
  asked: Asked,
  request: ResultsRequest,
): Omit<BenchmarkResults, 'optimization_recommendations'> {
  const { step, contenders, walks, phantom, machine, judged } = request;
  const { runs } = measured;
  // Sound: nothing is measured without a walk.
  const { walk, video } = walks[0]!;
  const summary = summarise(runs, asked);
  const known = { files: walks.map(({ walk: { path: file } }) => file), folders: request.folders };
  const results: ReturnType<typeof resultsOf> = {
    version: 1,
    started_at: request.startedAt,
    seconds: Number(request.seconds.toFixed(3)),
    complete: !request.stopped && summary.every(({ failure }) => failure === null),
    type: step.type,
    repeats: step.repeats,
    frames: step.frames,
    video: {
      file: path.basename(walk.path),
      width_px: video.info.widthPx,
      height_px: video.info.heightPx,
      fps: walk.captureFps ?? video.info.averageFps,
      frames: video.info.expectedFrames,
      phantom,
    },
    contenders: summary,
    accuracy: judged.accuracy,
    predictions: judged.predictions,
    noise: noiseOf(summary),
    watching_percent: watchingPercent(runs),
    runs,
    settings: Object.fromEntries(
      contenders.map(({ contender, settings }) => [contender, changedSettings(settings)]),
    ),
    machine: writtenMachine(machine),
    engines: enginesOf(measured),
    notes: [...notesOf(measured, asked, request), ...judged.notes],
  };
  // What failed may say where.
  return mapTexts(results, (text) => withoutFolders(text, known));
}

/** What computed: once where it is the same for all, else by contender. */
function enginesOf({ engines }: Measured): Record<string, string> {
  const names = new Set([...engines.values()].flatMap((known) => Object.keys(known)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const known = [...engines].flatMap(([contender, { [name]: engine }]) =>
        engine === undefined ? [] : [[contender, engine] as const],
      );
      const first = known[0]![1];
      return known.every(([, engine]) => engine === first)
        ? [[name, first]]
        : known.map(([contender, engine]) => [`${name} (${contender})`, engine]);
    }),
  );
}

/** What a reader must know of how it was measured. */
function notesOf(
  { runs, left, running }: Measured,
  { works, contenders }: Asked,
  { step, walks, stopped, limitMb, machine, contenders: profiles }: ResultsRequest,
): string[] {
  const ofVideo = works.some((work) => work !== 'training');
  const frames = framesThereAre(walks);
  const undone = left.length + (running === null ? 0 : 1);
  const peaksMissing = runs.some(({ outcome, peak_rss_mb: peak }) => outcome === 'done' && peak === null);
  const held = runs.find(({ outcome, limit_mb }) => outcome === 'memory-limit' && limit_mb < limitMb);
  return [
    ...(stopped
      ? [
          undone === 0
            ? 'Stopped when all runs were done, before it was judged how right the profiles are: what was measured is kept.'
            : `Stopped with ${counted(undone, 'run')} left to do: what was finished is kept.`,
          ...(ofVideo && undone > 0
            ? [
                'How right the profiles are is judged after the last run: it was stopped before, and no pose is compared.',
              ]
            : []),
        ]
      : []),
    ...(ofVideo && frames < step.frames
      ? [`The video has ${frames} frames: all of them were measured, where ${step.frames} were asked for.`]
      : []),
    ...(ofVideo
      ? [
          `Each run had a process of its own. A warm-up of ${Math.min(warmUpFrames, frames)} frames came first and does not count.`,
        ]
      : []),
    ...(ofVideo && walks.length > 1
      ? [
          `${walks.length} videos were measured together, side by side where settings and memory allow it, as the whole study would be worked on.`,
        ]
      : []),
    ...(works.includes('training')
      ? [
          `Training was measured on a standard data set of phantoms, which is the same everywhere: ${trainingAmount.folds} folds of ${trainingAmount.epochs} epochs each.`,
        ]
      : []),
    ...(contenders.includes(baselineName)
      ? [
          `"${baselineName}" is the profile balanced with enable_optimizations: false: one worker, no store, no compression.`,
        ]
      : []),
    ...(peaksMissing
      ? ['Peak memory was not measured: this system tells of one process alone, and ffmpeg is another.']
      : []),
    ...(countsChildren(machine.platform)
      ? []
      : ['CPU time is that of one process alone: this system does not tell what ffmpeg took.']),
    ...underOwnLimit(runs, profiles, limitMb),
    ...(held
      ? [
          `Runs had ${Math.round(held.limit_mb)} MB: the process that measures them needs the rest of the limit of ${Math.round(limitMb)} MB. Where a reason names a limit that would do, allow the benchmark ${Math.ceil((limitMb - held.limit_mb) / 10) * 10} MB more.`,
        ]
      : []),
  ];
}

/** Profiles that may use more memory by themselves than the benchmark let them. */
function underOwnLimit(
  runs: Measured['runs'],
  profiles: readonly BenchmarkContender[],
  limitMb: number,
): string[] {
  return profiles.flatMap(({ contender, settings }) => {
    // Sound: contenders are given their limits in MB.
    const ownMb = Number(settings.max_memory_mb);
    const hadMb = runs.filter((run) => run.contender === contender).map(({ limit_mb }) => limit_mb);
    if (ownMb <= limitMb || hadMb.length === 0) return [];
    return [
      `${contender} was measured with ${Math.round(Math.max(...hadMb))} MB, and may use ${Math.round(ownMb)} MB by itself: here the limit of the benchmark held, ${Math.round(limitMb)} MB for all its processes together. With a higher max_memory_mb of the benchmark it may use more memory, or work on more videos at once.`,
    ];
  });
}

/** How it stands, for whoever watches. */
export const progressOf = (measured: Measured, asked: Asked): BenchmarkProgress => ({
  doneRuns: measured.runs.length,
  totalRuns: measured.runs.length + (measured.running === null ? 0 : 1) + measured.left.length,
  running: measured.running,
  contenders: summarise(measured.runs, asked),
});

/** By what runs like those that are left have taken so far; null before that is known of any. */
export function secondsLeftOf({ runs, wallS, running, left }: Measured): number | null {
  if (runs.length === 0) return null;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  // A warm-up tells little of a run that counts, and is taken only where there is nothing else.
  const like = (wanted: ScheduledRun): number => {
    const kind = wallS.filter((_, index) => runs[index]!.repeat > 0 === wanted.repeat > 0);
    const same = wallS.filter((_, index) => {
      const { contender, work, repeat } = runs[index]!;
      return contender === wanted.contender && work === wanted.work && repeat > 0 === wanted.repeat > 0;
    });
    return mean([same, kind, wallS].find((known) => known.length > 0)!);
  };
  return [...(running ? [running] : []), ...left].reduce((sum, run) => sum + like(run), 0);
}
