import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { sampleClip } from '../clips.mjs';
import { judged, timed, told } from '../figures.mjs';
import { analyze } from '../run-gait.mjs';
import { runBenchmark } from '../run-command.mjs';
import { profiles } from '../sample-runs.mjs';

export const title = 'Predictions against the outcome';
export const notes = [
  'A benchmark of 120 frames (two repeats) predicts the pose of longer clips; then each profile really finds it.',
  'Difference of the expected value from the outcome, as a share of the outcome; the store is the same.',
];

const mostTimePercent = 20;
const mostMemoryPercent = 15;

export async function measure(context) {
  const frames = context.quick ? 450 : 750;
  const studies = { 'one clip': ['walker-side'], 'two clips': ['walker-side', 'walker-oblique'] };
  const figures = [];
  for (const [name, samples] of Object.entries(studies)) {
    const videos = samples.map((sample) => sampleClip(context, sample, frames));
    figures.push(...(await measureStudy(context, `${name} of ${frames} frames`, videos)));
  }
  return figures;
}

async function measureStudy(context, name, videos) {
  const folder = mkdtempSync(path.join(context.folder, 'predictions-'));
  const place = { output: path.join(folder, 'results'), store: path.join(folder, 'store') };
  context.say(`benchmark for ${name}`);
  const { results } = await runBenchmark(context, folder, [
    ...['--video', ...videos, '--type', 'mediapipe', '--repeats', '2', '--frames', '120', '--no-baseline'],
    ...['--store', place.store],
  ]);
  const figures = [];
  for (const profile of profiles) {
    context.say(`${name}, ${profile}`);
    const args = ['--videos', ...videos, '--performance-mode', profile];
    const { records } = await analyze(context, { args, place });
    const predicted = results.predictions.find(
      ({ contender, work }) => contender === profile && work === 'mediapipe',
    );
    figures.push(...figuresOf(`${name}, ${profile}`, predicted, records['extract-pose']));
  }
  return figures;
}

function figuresOf(name, predicted, { seconds, memory, prediction, plan }) {
  if (predicted === undefined) return [judged(name, 'a prediction', 'none', false)];
  const time = predicted.seconds;
  const peak = predicted.peak_rss_mb;
  return [
    timed(
      `${name}: time`,
      `within ${mostTimePercent} %`,
      `${difference(time.expected, seconds)}: ${time.expected.toFixed(1)} s (${time.low.toFixed(1)}–${time.high.toFixed(1)}), took ${seconds.toFixed(1)} s`,
    ),
    judged(
      `${name}: memory`,
      `within ${mostMemoryPercent} %`,
      peak === null
        ? 'not predicted'
        : `${difference(peak.expected, memory.peakRssMb)}: ${peak.expected.toFixed(0)} MB (${peak.low.toFixed(0)}–${peak.high.toFixed(0)}), took ${memory.peakRssMb.toFixed(0)} MB`,
      peak !== null && Math.abs(percentOff(peak.expected, memory.peakRssMb)) <= mostMemoryPercent,
    ),
    judged(
      `${name}: shown beside the run`,
      'the prediction, in its record',
      prediction === undefined
        ? 'none'
        : `${prediction.seconds.expected.toFixed(1)} s, with ${plan?.workers ?? 1} of ${predicted.workers} workers`,
      prediction !== undefined,
    ),
    ...(prediction === undefined
      ? []
      : [told('  by that record', difference(prediction.seconds.expected, seconds))]),
  ];
}

const percentOff = (expected, outcome) => 100 * (expected / outcome - 1);
const difference = (expected, outcome) => {
  const percent = percentOff(expected, outcome);
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
};
