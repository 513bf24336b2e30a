import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeComparison } from '../events.mjs';
import { judged, leftOut, percent } from '../figures.mjs';
import { readEvents, readPose } from '../results.mjs';
import { analyze, inLanes } from '../run-gait.mjs';
import { profiles } from '../sample-runs.mjs';

export const title = 'Real recordings';
export const notes = [
  'Invented events are judged where the truth is complete: from its first event to its last.',
];

const toleranceS = 0.06;
/** How far beyond the first and the last true event one is still judged. */
const judgedBeyondS = 0.05;

const trials = ['overground-a', 'treadmill-a'];
const video = 'overground-real.mp4';
/** Left, top, width, height: the strip that the walker crosses. */
const crop = '0,520,1768,474';
const [firstFrame, lastFrame] = [60, 190];
const leastDetectedShare = 0.9;

export async function measure(context) {
  const data = path.resolve(context.root, '../shared/data');
  return [
    ...(await measureTrials(context, path.join(data, 'mocap'))),
    ...(await measureVideo(context, data)),
  ];
}

async function measureTrials(context, folder) {
  if (!existsSync(folder)) return [leftOut('recorded trials', `there is no ${folder}`)];
  context.say('recorded trials');
  const files = trials.map((trial) => path.join(folder, `${trial}.trc`));
  const { output } = await analyze(context, { args: ['--landmarks', ...files] });
  return trials.map((trial) => {
    const truth = readEvents(path.join(folder, `${trial}_events.csv`));
    const comparison = context.kernel.matchEvents(
      readEvents(path.join(output, trial, 'events.csv')),
      truth,
      toleranceS,
      [truth[0].timeS - judgedBeyondS, truth.at(-1).timeS + judgedBeyondS],
    );
    return judged(
      `${trial}: events within 60 ms`,
      'all found',
      describeComparison(comparison),
      comparison.missed.length === 0,
    );
  });
}

async function measureVideo(context, data) {
  const file = path.join(data, 'video', video);
  if (!existsSync(file)) return [leftOut('real video', `there is no ${file}`)];
  const tried = context.quick ? ['balanced'] : profiles;
  const runs = await inLanes(
    Math.min(2, context.cores),
    // The slowest one first: the others fit beside it.
    [...tried].reverse().map((profile) => async () => {
      context.say(`${video}, ${profile}`);
      const args = ['--videos', file, '--crop', crop, '--performance-mode', profile];
      return { profile, ...(await analyze(context, { args })) };
    }),
  );
  const figures = await Promise.all(
    runs.reverse().map(async ({ profile, output }) => {
      const folder = path.join(output, path.parse(video).name);
      const frames = (await readPose(path.join(folder, 'pose.parquet'))).slice(firstFrame, lastFrame + 1);
      const share = frames.filter(hasPose).length / (lastFrame + 1 - firstFrame);
      const strikes = readEvents(path.join(folder, 'events.csv')).filter(
        ({ event }) => event === 'heel_strike',
      );
      const name = `${video}, ${profile}`;
      return [
        judged(
          `${name}: frames ${firstFrame}–${lastFrame} with a pose`,
          '≥ 90 %',
          percent(share),
          share >= leastDetectedShare,
        ),
        judged(
          `${name}: heel strikes alternate`,
          'yes',
          strikes.map(({ timeS, side }) => `${side === 'left' ? 'L' : 'R'} ${timeS.toFixed(2)}`).join(', '),
          strikes.length > 1 && strikes.slice(1).every(({ side }, index) => side !== strikes[index].side),
        ),
      ];
    }),
  );
  return figures.flat();
}

/** Frames without a pose are there, with nothing in them. */
const hasPose = (frame) =>
  Object.entries(frame).every(([column, value]) => column === 'time_s' || Number.isFinite(value));
