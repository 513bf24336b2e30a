import type { FootRun } from '../foot-runs';
import { frameAt } from '../../signal/interpolate';
import { contactAt, stepTurns, velocityAfter, type EventMethod } from './method';

/**
 * Where the extremum is looked for about Zeni's instants, in seconds. The original bounds it by the height of the heel,
 * which wants a level floor.
 */
const strikeWindowS = { before: 0.05, after: 0.12 };
const offWindowS = { before: 0.15, after: 0.08 };

/** Vertical velocity of the middle between heel and toe, with its times: between frames. */
function footVelocity({ timeS, heelUp, toeUp }: FootRun): { atS: Float64Array; velocity: Float64Array } {
  const centre = heelUp.map((up, k) => (up + toeUp[k]!) / 2);
  const intervals = timeS.subarray(1);
  return {
    atS: intervals.map((time, k) => (time + timeS[k]!) / 2),
    velocity: intervals.map((_, k) => velocityAfter(timeS, centre, k)),
  };
}

/** Time of the largest value between two times: the vertex of the parabola where it lies inside, else a sample. */
function peakTimeS(atS: Float64Array, values: Float64Array, fromS: number, toS: number): number {
  let best = -1;
  for (let k = frameAt(atS, fromS) + 1; k < atS.length && atS[k]! <= toS; k++) {
    if (best < 0 || values[k]! > values[best]!) best = k;
  }
  if (best < 0) return Number.NaN;
  const [before, at, after] = [values[best - 1] ?? Infinity, values[best]!, values[best + 1] ?? Infinity];
  if (before > at || after > at) return atS[best]!;
  const bend = before - 2 * at + after;
  const shift = bend === 0 ? 0 : (before - after) / (2 * bend);
  return atS[best]! + shift * (atS[best + 1]! - atS[best]!);
}

/**
 * Initial contact where the foot's centre falls fastest after swing, final contact where it rises fastest
 * (foot velocity algorithm; O'Connor, Thorpe, O'Malley and Vaughan 2007). Each is looked for about Zeni's instant
 * of the same step, which says how many steps there are.
 */
export const footVelocityMethod: EventMethod = {
  name: 'foot-velocity',
  source: 'O’Connor, Thorpe, O’Malley and Vaughan 2007; steps counted by Zeni et al. 2008',
  contactsOf(foot, search) {
    const { foremost, rearmost } = stepTurns(foot, search);
    const { atS, velocity } = footVelocity(foot);
    const falling = velocity.map((value) => -value);
    const within = (timeS: number) => timeS >= search.fromS && timeS <= search.toS;
    return {
      strikes: foremost.flatMap((turn) => {
        const { before, after } = strikeWindowS;
        const timeS = peakTimeS(atS, falling, turn.timeS - before, turn.timeS + after);
        return within(timeS) ? [contactAt(turn, search, timeS)] : [];
      }),
      offs: rearmost.flatMap((turn) => {
        const { before, after } = offWindowS;
        const timeS = peakTimeS(atS, velocity, turn.timeS - before, turn.timeS + after);
        return within(timeS) ? [contactAt(turn, search, timeS)] : [];
      }),
    };
  },
};
