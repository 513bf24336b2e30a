import path from 'node:path';
import { samples, sampleVideo } from '../clips.mjs';
import { describeComparison, signed } from '../events.mjs';
import { judged, percent } from '../figures.mjs';
import { readEvents, readParameters } from '../results.mjs';
import { profiles, sampleRun } from '../sample-runs.mjs';

export const title = 'The sample phantoms';
export const notes = ['Events: bias ± SD of found against true times, negative is early.'];

const leastDetectedShare = 0.99;
const toleranceFrames = 2;
const mostErrorShare = 0.01;

export async function measure(context) {
  const figures = [];
  for (const profile of profiles) {
    const { output, failure } = await sampleRun(context, profile);
    if (failure !== null) {
      figures.push(judged(profile, 'to run', failure, false));
      continue;
    }
    for (const sample of samples) {
      const truthFile = sampleVideo(context, sample).replace(/\.mp4$/, '.truth.json');
      const truth = await context.kernel.readTruth(truthFile);
      figures.push(...figuresOf(context, `${sample}, ${profile}`, path.join(output, sample), truth));
    }
  }
  return figures;
}

function figuresOf({ kernel }, name, folder, truth) {
  const found = readParameters(folder);
  const trueEvents = truth.events.map(({ time_s: timeS, side, event }) => ({ timeS, side, event }));
  const toleranceS = toleranceFrames / truth.options.fps;
  const comparison = kernel.matchEvents(readEvents(path.join(folder, 'events.csv')), trueEvents, toleranceS);
  const cadence = errorShare(found.cadence_steps_per_min, truth.parameters.cadence_steps_per_min);
  const strideTimes = ['left', 'right', 'all'].map((side) =>
    errorShare(found.stride_time_s[side].mean, truth.parameters.stride_time_s[side].mean),
  );
  const detected = found.quality.detected_share;
  return [
    judged(`${name}: frames with a pose`, '≥ 99 %', percent(detected), detected >= leastDetectedShare),
    judged(
      `${name}: events within ± ${toleranceFrames} frames`,
      'all, none invented',
      describeComparison(comparison),
      comparison.missed.length === 0 && comparison.invented.length === 0,
    ),
    judged(
      `${name}: cadence; stride time left, right, all`,
      'within 1 %',
      `${signedPercent(cadence)}; ${strideTimes.map(signedPercent).join(', ')}`,
      [cadence, ...strideTimes].every((error) => Math.abs(error) <= mostErrorShare),
    ),
  ];
}

/** Not a number where nothing was found, which is no figure within any bound. */
const errorShare = (found, truth) => (found === null ? Number.NaN : found / truth - 1);
const signedPercent = (share) => `${signed(100 * share, 2)} %`;
