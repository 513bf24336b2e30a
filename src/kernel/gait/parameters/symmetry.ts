import type { GaitParameters, SidedStatistic } from '../../../shared/results';

/** Values a side below which their difference says more of single steps than of the walker. */
const leastValues = 3;

/**
 * How much earlier one camera may see the contacts of the far foot than those of the near one, in seconds. Measured on
 * 37 recordings of phantoms, 0° to 20° off the side view: 4 ms on average, 14 ms at most.
 */
const nearFarS = 0.015;
/** By how much of that the two sides of a parameter come apart: a step begins with one foot and ends with the other. */
const contactsApart: Readonly<Record<string, number>> = {
  step_time_s: 2,
  stance_percent: 1,
  swing_percent: 1,
  single_support_percent: 1,
  double_support_percent: 2,
};
/**
 * Index of stride times, in percent, from which on contacts were misplaced or missed: both feet take the same strides, so
 * that their mean times differ by no more than two ends of the walk can make.
 */
const impossibleStrideTimePercent = 3;
/** The near leg is closer to the camera and reads longer, in percent: by 0.1 m at a distance of 3.5 m. */
const nearLegPercent = 3;

/** 200 · (L − R) / (L + R) (Robinson et al. 1987, signed), of the means; null where a side is missing or both are zero. */
function indexOf({ left, right }: SidedStatistic): number | null {
  if (left.mean === null || right.mean === null || left.mean + right.mean === 0) return null;
  return (200 * (left.mean - right.mean)) / (left.mean + right.mean);
}

/** What one camera alone makes of a symmetric walker, at most: an index below it is not told from none. */
function mistakenPercent(name: string, { left, right }: SidedStatistic, strideTimeS: number): number {
  const sum = (left.mean ?? 0) + (right.mean ?? 0);
  const apart = contactsApart[name];
  if (apart === undefined) return /^(stride_length|speed)/.test(name) ? nearLegPercent : 0;
  const contacts = name.endsWith('_percent') ? (100 * nearFarS) / strideTimeS : nearFarS;
  return (200 * apart * contacts) / sum;
}

const inWords = (name: string): string =>
  name.replace(/_(s|m|m_s|percent|body_heights)$/, '').replaceAll('_', ' ');

/**
 * Signed symmetry index of each parameter, of amounts alone: a ratio of angles hangs on where their zero lies.
 * Null where a side has fewer than three values, and from one camera where it is too small to be told from none. Of step
 * length one camera tells none at all: it places the far heel some centimetres off, always to the same side, which every
 * other step takes for its own.
 * @param strideTimeS mean of both sides
 */
export function symmetryOf(
  parameters: Readonly<Record<string, SidedStatistic | null>>,
  strideTimeS: number,
  isFromSpace: boolean,
): { indices: GaitParameters['symmetry_index_percent']; abstentions: string[] } {
  const strideTime = parameters['stride_time_s'];
  const ofStrideTime = strideTime == null ? null : indexOf(strideTime);
  if (
    strideTime != null &&
    ofStrideTime !== null &&
    Math.min(strideTime.left.n, strideTime.right.n) >= leastValues &&
    Math.abs(ofStrideTime) > impossibleStrideTimePercent
  ) {
    return {
      indices: Object.fromEntries(Object.keys(parameters).map((name) => [name, null])),
      abstentions: [
        `No symmetry index: strides of left and right differ by ${Math.abs(ofStrideTime).toFixed(1)} % in time, which the ` +
          'feet of one walk cannot. A contact is misplaced or missed; look at the events.',
      ],
    };
  }
  const untold: string[] = [];
  const few: SidedStatistic[] = [];
  const indices = Object.entries(parameters).map(([name, value]): [string, number | null] => {
    const index = value === null ? null : indexOf(value);
    if (value === null || index === null) return [name, null];
    if (Math.min(value.left.n, value.right.n) < leastValues) {
      few.push(value);
      return [name, null];
    }
    const isTold =
      isFromSpace ||
      (name !== 'step_length_m' && Math.abs(index) >= mistakenPercent(name, value, strideTimeS));
    if (!isTold) untold.push(inWords(name));
    return [name, isTold ? index : null];
  });
  const abstentions = few
    .slice(0, 1)
    .map(
      ({ left, right }) =>
        `No symmetry index: it wants ${leastValues} cycles a side, and there are ${left.n} left, ${right.n} right.`,
    );
  if (untold.length > 0) {
    abstentions.push(
      `No symmetry index of ${[...new Set(untold)].join(', ')}: the sides differ by less than one camera can tell.`,
    );
  }
  return { indices: Object.fromEntries(indices), abstentions };
}
