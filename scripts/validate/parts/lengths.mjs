import { judged } from '../../bench/figures.mjs';
import { besideTruth, rendered } from '../measure.mjs';
import { plain, table, withSign, worst } from '../page.mjs';

export const title = 'Lengths and speed with a scale';
const mostPercent = 4;
const figuresOfScale = { stride_length_m: 'stride length', speed_m_s: 'speed' };

/** How a clip's lengths are scaled, as a study table says it. */
const scales = {
  height: { set: 'lengths', walkOf: ({ truth }) => ({ height_m: truth.options.height_m }) },
  'floor points': {
    set: 'lengths',
    walkOf: (clip, context) => ({ floor_points: floorPoints(context, clip) }),
  },
  'belt speed': {
    set: 'belt',
    walkOf: ({ truth }) => ({ belt_speed_m_s: truth.parameters.speed_m_s.all.mean }),
  },
};

/** Two points on the floor under the walk, 2 m apart about the middle of the clip, as the camera sees them. */
function floorPoints({ kernel }, { truth: { options } }) {
  const walker = kernel.walkOf(options);
  const middleS = options.duration_s / 2;
  const camera = kernel.cameraOf(options, walker)(middleS);
  const [x] = walker.at(middleS).joints.MidHip;
  const seen = [x - 1, x + 1].flatMap((along) => kernel.project(camera, [along, 0, 0]));
  return [...seen.map((value) => Number(value.toFixed(1))), 2];
}

export async function measure(context) {
  const runs = [];
  for (const [scale, { set, walkOf }] of Object.entries(scales)) {
    const clips = await rendered(context, context.clips[set]);
    for (const profile of context.profiles) {
      const trials = await besideTruth(context, profile, clips, (clip) => walkOf(clip, context));
      runs.push({ scale, profile, trials });
    }
  }
  return {
    figures: runs.flatMap(({ scale, profile, trials }) =>
      Object.entries(figuresOfScale).map(([key, name]) => {
        const errors = trials.map((trial) => errorPercent(trial, key));
        const stated = errors.filter((error) => error !== null);
        return judged(
          `${name} by ${scale}, ${profile}, worst trial at 0–15°`,
          `within ${mostPercent} %`,
          `${withSign(worst(stated))} %${stated.length < errors.length ? `, ${errors.length - stated.length} not stated` : ''}`,
          stated.length === errors.length && stated.every((error) => Math.abs(error) <= mostPercent),
        );
      }),
    ),
    text: [
      'Error of each trial’s mean in percent of the true one. Height is that of the walker; floor points are two points under the walk, 2 m apart, in the picture’s pixels as the camera’s geometry puts them; on a treadmill the belt’s speed is given. The view is not told: the chain finds it or leaves it.',
      table(
        ['scale', 'profile', 'view', 'stride length (%)', 'speed (%)', 'true stride (m)', 'view as found'],
        runs.flatMap(({ scale, profile, trials }) =>
          trials.map((trial) => {
            const { deg, corrected } = trial.measured.parameters.quality.view;
            return [
              ...[scale, profile, `${trial.clip.options.view_deg}°`],
              ...Object.keys(figuresOfScale).map((key) => withSign(errorPercent(trial, key))),
              plain(trial.clip.truth.parameters.stride_length_m.all.mean, 2),
              deg === null ? '–' : `${plain(deg, 0)}°${corrected ? ', corrected' : ''}`,
            ];
          }),
        ),
      ),
    ],
    charts: [],
  };
}

function errorPercent({ measured, clip }, key) {
  const found = measured.parameters[key]?.all.mean;
  const truth = clip.truth.parameters[key].all.mean;
  return found == null || truth == null ? null : (100 * (found - truth)) / truth;
}
