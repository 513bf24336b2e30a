import {
  jointNames,
  type CycleCurve,
  type GaitParameters,
  type JointName,
  type JointSummary,
  type Side,
  type Statistic,
  type Walk,
} from '../../../shared/results';
import { byAffected } from '../parameters/affected-side';
import { statistic } from '../statistics';

const radiansPerPercent = (2 * Math.PI) / 100;

/**
 * Mean and spread of places in the cycle, which is a circle: 99 % and 1 % lie around 0 %, not around 50 %.
 * The mean is that of the directions (Mardia 1972); the spread is that of the distances from it.
 */
function placeStatistic(percents: readonly number[]): Statistic {
  if (percents.length === 0) return statistic([]);
  const sum = (part: (angle: number) => number) =>
    percents.reduce((total, percent) => total + part(percent * radiansPerPercent), 0);
  const centre = Math.atan2(sum(Math.sin), sum(Math.cos)) / radiansPerPercent;
  const { mean, ...spread } = statistic(
    percents.map((percent) => percent - 100 * Math.round((percent - centre) / 100)),
  );
  return { mean: mean === null ? null : (mean + 100) % 100, ...spread };
}

function summaryOf(curves: readonly CycleCurve[]): JointSummary {
  const extremes = curves.map(({ angleDeg }) => {
    const maximum = Math.max(...angleDeg);
    const minimum = Math.min(...angleDeg);
    return { maximum, minimum, maximumAt: angleDeg.indexOf(maximum), minimumAt: angleDeg.indexOf(minimum) };
  });
  return {
    maximum_deg: statistic(extremes.map(({ maximum }) => maximum)),
    maximum_at_percent: placeStatistic(extremes.map(({ maximumAt }) => maximumAt)),
    minimum_deg: statistic(extremes.map(({ minimum }) => minimum)),
    minimum_at_percent: placeStatistic(extremes.map(({ minimumAt }) => minimumAt)),
    range_of_motion_deg: statistic(extremes.map(({ maximum, minimum }) => maximum - minimum)),
  };
}

/**
 * Greatest and least angle of each joint that is seen, where in the cycle they lie, and the range between them:
 * taken from each cycle's own curve, then mean, spread and count by side and by
 * affected side. The peak of a mean curve would be lower.
 */
export function jointSummaries(
  curves: readonly CycleCurve[],
  affected?: Walk['affectedSide'],
): GaitParameters['joint_angles_deg'] {
  const of = (joint: JointName, side: Side) =>
    summaryOf(curves.filter((curve) => curve.joint === joint && curve.side === side));
  const seen = jointNames.filter((joint) => curves.some((curve) => curve.joint === joint));
  return Object.fromEntries(
    seen.map((joint) => {
      const sided = { left: of(joint, 'left'), right: of(joint, 'right') };
      return [joint, { ...sided, ...byAffected(sided, affected) }];
    }),
  );
}
