import type { BenchmarkedWork, BenchmarkProgress, BenchmarkResults, Contender, Spread } from './benchmark';
import type { Accuracy } from './benchmark-accuracy';
import { counted, duration, figure, missing } from './numbers';

/** What stands where there is no figure: never a 0. */
export const notMeasured = 'not measured';

export const workNames: Readonly<Record<BenchmarkedWork, string>> = {
  mediapipe: 'pose alone',
  pipeline: 'video to parameters',
  training: 'training of folds',
};

export const referenceNames: Readonly<Record<Accuracy['reference'], string>> = {
  truth: 'the truth of the video itself',
  'phantom-like': 'the truth of a phantom like the video',
  accurate: 'the most accurate profile on the same video',
};

export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** As many digits as a reader can use: 0.42, 6.21, 62.1, 621. */
export const readable = (value: number | null | undefined): string =>
  figure(
    value,
    value === null || value === undefined || Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0,
  );

/** An error as it is said everywhere: events in whole milliseconds, for a frame takes tens of them. */
export const errorWords = (error: number, unit: string): string =>
  `${unit === 'ms' ? error.toFixed(0) : readable(error)} ${unit}`;

/** "6.10–6.43"; a dash where there is one value alone. */
export const rangeOf = (spread: Spread | null): string =>
  spread === null || spread.values.length < 2
    ? missing
    : `${readable(spread.least)}–${readable(spread.most)}`;

/** "6.21 s (6.10–6.43)" */
export const spreadWords = (spread: Spread | null, unit: string): string =>
  spread === null
    ? notMeasured
    : `${readable(spread.median)} ${unit}${spread.values.length < 2 ? '' : ` (${rangeOf(spread)})`}`;

/** "walk.mp4: 1280 × 720 px, 30 frames/s, 300 frames; a phantom" */
export const videoWords = ({ video }: Pick<BenchmarkResults, 'video'>): string =>
  `${video.file}: ${video.width_px} × ${video.height_px} px, ${Number(video.fps.toFixed(2))} frames/s, ` +
  `${counted(video.frames, 'frame')}${video.phantom ? '; a phantom, whose truth is known' : ''}`;

/** What was asked for, and how long it took. */
export function askedWords({ contenders, repeats, frames, seconds }: BenchmarkResults): string {
  const works = worksIn(contenders).map((work) => workNames[work]);
  const ofFrames = contenders.some(({ work }) => work !== 'training')
    ? ` of ${counted(frames, 'frame')}`
    : '';
  return (
    `${sentence(works.join(', '))}: ${counted(repeats, 'run')}${ofFrames} for each profile, after a warm-up that does not ` +
    `count, in turns; ${duration(seconds)} in all.`
  );
}

/** Works in the order in which they are told of. */
export const worksIn = (contenders: readonly Pick<Contender, 'work'>[]): BenchmarkedWork[] => [
  ...new Set(contenders.map(({ work }) => work)),
];

/** How far the repeats lie apart, and whether that is too far to decide by. */
export function noiseWords({
  spread_percent: percent,
  too_noisy: isTooNoisy,
}: BenchmarkResults['noise']): string {
  if (percent === null) return 'How far repeats lie apart was not measured: no profile was run twice.';
  const apart = `repeats of one profile differ by ± ${readable(percent)} % of their median`;
  return isTooNoisy
    ? `This machine was too noisy: ${apart}. Close other programs and measure again before you decide by small differences.`
    : `${sentence(apart)}.`;
}

/** What the measuring itself took. */
export const watchingWords = ({
  watching_percent: percent,
}: Pick<BenchmarkResults, 'watching_percent'>): string =>
  percent === null
    ? 'What measuring itself took was not measured.'
    : `Measuring itself took ${readable(percent)} % of the CPU time.`;

/** Stands where time against error is not drawn. */
export const noParetoWords = (accuracy: BenchmarkResults['accuracy']): string =>
  accuracy.length === 0
    ? `How right the profiles are: ${notMeasured}; the notes say why.`
    : 'Time against error is not drawn: fewer than two profiles have both figures, as the tables say.';

/** "2026-01-31 14:05 UTC": the same wherever it is read. */
export function startedWords({ started_at: startedAt }: Pick<BenchmarkResults, 'started_at'>): string {
  const time = new Date(startedAt);
  return Number.isNaN(time.getTime())
    ? startedAt
    : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export const machineWords = ({ machine }: Pick<BenchmarkResults, 'machine'>): string =>
  `${machine.cpu}, ${counted(machine.cores, 'core')}, ${Math.round(machine.memory_mb)} MB of memory; ${machine.platform}; ` +
  `Node ${machine.node.replace(/^v/, '')}`;

/** The last words of a program can be a whole trace of where it was; the results have them all. */
const mostReason = 300;

/** Why something failed, in one line. */
export function reasonWords(failure: string): string {
  const line = failure.trim().replaceAll(/\s+/g, ' ');
  return line.length > mostReason ? `${line.slice(0, mostReason)}…` : line;
}

/** Profiles that were not measured, or less often than was asked for, and why. */
export const failureWords = (contenders: readonly Contender[]): string[] =>
  contenders.flatMap(({ contender, work, runs, failure }) =>
    failure === null
      ? []
      : [
          `${contender} (${workNames[work]}): ${runs === 0 ? notMeasured : `${counted(runs, 'run')} only`}. ${reasonWords(failure)}`,
        ],
  );

/** Said of a benchmark that has not all that was asked for. */
export const incompleteWords = 'Not complete: it was stopped, or runs failed. What was finished is here.';

/** Stands where there is no advice. */
export const noAdviceWords = ({ complete }: Pick<BenchmarkResults, 'complete'>): string =>
  complete ? 'None: no figure calls for other settings.' : 'None: too little was measured to give any.';

/** "fast, pose alone, run 2": what is measured now. */
export const runningWords = ({ running, doneRuns, totalRuns }: BenchmarkProgress): string =>
  running === null
    ? doneRuns < totalRuns
      ? 'between two runs'
      : 'all runs are done; what they mean is worked out'
    : `${running.contender}, ${workNames[running.work]}, ${running.repeat === 0 ? 'warm-up' : `run ${running.repeat}`}`;
