import { sampleClip } from '../clips.mjs';
import { leftOut, timed, told } from '../figures.mjs';
import { analyze } from '../run-gait.mjs';
import { profiles } from '../sample-runs.mjs';
import { median } from '../statistics.mjs';

export const title = 'Two videos side by side, against one after the other';
export const notes = [
  'Ratio of the times: with two workers, against max_workers 1; interleaved, median of the pairs.',
  'Without start-up and reports: the time of the step extract-pose, the landmarkers’ start included.',
];

const asked = { fast: 1.5, balanced: 1.6, accurate: 1.8 };
const clipFrames = { fast: 210, balanced: 150, accurate: 60 };

export async function measure(context) {
  if (context.cores < 2) return [leftOut('two videos', 'this machine has one core')];
  const figures = [];
  for (const profile of profiles) {
    const videos = ['walker-side', 'walker-oblique'].map((sample) =>
      sampleClip(context, sample, clipFrames[profile]),
    );
    const runWith = async (workers) => {
      const workersSetting = `io_optimization.max_workers=${workers}`;
      const { wallS, records } = await analyze(context, {
        args: ['--videos', ...videos, '--performance-mode', profile, '--set', workersSetting],
      });
      return { wallS, poseS: records['extract-pose'].seconds };
    };
    const pairs = [];
    for (let repeat = 0; repeat < (context.quick ? 1 : 3); repeat++) {
      context.say(`two videos, ${profile}, ${repeat + 1}`);
      pairs.push({ one: await runWith(1), two: await runWith(2) });
    }
    const ratio = (key) => median(pairs.map(({ one, two }) => one[key] / two[key])).toFixed(2);
    figures.push(
      timed(
        `${profile}, 2 × ${clipFrames[profile]} frames`,
        `≥ ${asked[profile]}`,
        `${ratio('poseS')} (pairs: ${pairs.map(({ one, two }) => (one.poseS / two.poseS).toFixed(2)).join(', ')})`,
      ),
      told('  the whole command, start to exit', ratio('wallS')),
    );
  }
  return figures;
}
