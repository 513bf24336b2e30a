import { exchangeLegs } from './exchange-legs';
import { mapPaths, pointName, type SagittalTrack } from './sagittal';
import { quantile } from '../statistics';

/** Points whose order along the way tells which foot is in front. */
const footJoints = ['Ankle', 'Heel', 'BigToe'] as const;
/** Points that are not told apart while the legs are together; hips are, for they hardly part. */
const togetherJoints = ['Knee', ...footJoints] as const;

/** Shares of the usual distance between the feet from which on they are apart, and below which they are together. */
const apartShare = 0.4;
const togetherShare = 0.25;
/** Feet are together for a small part of a step; for longer than this, a step between was not seen. */
const longestTogetherS = 0.3;
/** Faster than this no feet meet and part: noise where the same one leads again, a leap where the other does. */
const shortestTogetherS = 0.07;

/** So many times faster than they mostly move past each other, legs do not come together: a point was lost. */
const leapOverUsual = 2;

/**
 * What a reading costs: so much for legs that turn back where they meet, and for a second under exchanged names,
 * for the names are right unless there is a reason.
 */
const turnedBack = 1;
const exchangedPerS = 0.4;
/** So many times more often than they turn back must the feet pass, or somebody walks who brings them together only. */
const passesPerTurn = 2;

/** One foot in front of the other, from when they parted until they came together. */
interface Lead {
  readonly sign: 1 | -1;
  readonly from: number;
  readonly to: number;
  /** How it began: the feet passed, turned back where they met, or that was not seen, or was too sudden to tell. */
  readonly begin: 'passed' | 'turned back' | 'unseen';
}

/** How far the left foot is ahead of the right along the picture, mean of what is seen of both; NaN where nothing is. */
function leftAhead(track: SagittalTrack): Float64Array {
  const ahead = new Float64Array(track.timeS.length);
  const seen = new Float64Array(track.timeS.length);
  for (const joint of footJoints) {
    const left = track.paths.get(pointName('left', joint));
    const right = track.paths.get(pointName('right', joint));
    if (left === undefined || right === undefined) continue;
    for (let frame = 0; frame < ahead.length; frame++) {
      const gap = left.along[frame]! - right.along[frame]!;
      if (Number.isNaN(gap)) continue;
      ahead[frame] = ahead[frame]! + gap;
      seen[frame] = seen[frame]! + 1;
    }
  }
  return ahead.map((sum, frame) => (seen[frame] === 0 ? Number.NaN : sum / seen[frame]!));
}

/** How fast the feet move past each other between each seen frame and the one before it; NaN at the first. */
function speedsOf(timeS: Float64Array, ahead: Float64Array): Float64Array {
  let before = -1;
  return ahead.map((value, frame) => {
    if (Number.isNaN(value)) return Number.NaN;
    const speed =
      before < 0 ? Number.NaN : Math.abs(value - ahead[before]!) / (timeS[frame]! - timeS[before]!);
    before = frame;
    return speed;
  });
}

const seenQuantile = (values: Float64Array, share: number) =>
  quantile(
    values.filter((value) => !Number.isNaN(value)),
    share,
  );

/** When which foot leads, in order of time. */
function leadsOf(timeS: Float64Array, ahead: Float64Array): Lead[] {
  const usual = seenQuantile(ahead.map(Math.abs), 0.9);
  const speeds = speedsOf(timeS, ahead);
  const fastest = leapOverUsual * seenQuantile(speeds, 0.9);
  const leads: { -readonly [Key in keyof Lead]: Lead[Key] }[] = [];
  /** Least distance of the feet since the last lead, and how fast they began to come together. */
  let nearest = Infinity;
  let closingSpeed = Number.NaN;
  for (const [frame, value] of ahead.entries()) {
    if (Number.isNaN(value)) continue;
    const size = Math.abs(value);
    if (nearest === Infinity) closingSpeed = speeds[frame]!;
    nearest = Math.min(nearest, size);
    if (size < apartShare * usual) continue;
    const sign = value > 0 ? 1 : -1;
    const last = leads.at(-1);
    const togetherS = last === undefined ? Infinity : timeS[frame]! - timeS[last.to]!;
    const haveMet =
      nearest <= togetherShare * usual && togetherS >= shortestTogetherS && closingSpeed <= fastest;
    if (last?.sign === sign && !haveMet) {
      last.to = frame;
    } else {
      const begin = ((): Lead['begin'] => {
        if (togetherS > longestTogetherS) return 'unseen';
        if (last?.sign === sign) return 'turned back';
        return togetherS < shortestTogetherS ? 'unseen' : 'passed';
      })();
      leads.push({ sign, from: frame, to: frame, begin });
    }
    nearest = Infinity;
  }
  return leads;
}

/** Which leads are under exchanged names, by the cheapest reading of them all. */
function exchangedLeads(timeS: Float64Array, leads: readonly Lead[]): boolean[] {
  type Way = { readonly cost: number; readonly flips: readonly boolean[] };
  let kept: Way = { cost: 0, flips: [] };
  let flipped: Way = { cost: 0, flips: [] };
  for (const [index, { from, to, begin }] of leads.entries()) {
    const exchangedS = timeS[to]! - timeS[from]!;
    const [same, changed] =
      index === 0 || begin === 'unseen' ? [0, 0] : begin === 'passed' ? [0, turnedBack] : [turnedBack, 0];
    const next = (flip: boolean, stay: Way, change: Way): Way => {
      const [stayCost, changeCost] = [stay.cost + same, change.cost + changed];
      const before = stayCost <= changeCost ? stay : change;
      const cost = Math.min(stayCost, changeCost) + (flip ? exchangedPerS * exchangedS : 0);
      return { cost, flips: [...before.flips, flip] };
    };
    [kept, flipped] = [next(false, kept, flipped), next(true, flipped, kept)];
  }
  return [...(kept.cost <= flipped.cost ? kept : flipped).flips];
}

/**
 * Puts legs right that were exchanged while they were together. In walking the feet that meet pass each other; where
 * they seem to part again the way they came, a pose estimator went on with the wrong leg, until it did so once
 * more. No point need leap there, so {@link repairSwaps} may not see it. Frames in which such legs are together
 * become missing, to be filled like any gap. Who mostly brings the feet together only (a step-to gait) is left as is.
 */
export function repairBounces(track: SagittalTrack): SagittalTrack {
  const { timeS } = track;
  const leads = leadsOf(timeS, leftAhead(track));
  const turns = leads.filter(({ begin }) => begin === 'turned back').length;
  const passes = leads.filter(({ begin }) => begin === 'passed').length;
  if (turns === 0 || passes < passesPerTurn * turns) return track;
  const isExchanged = exchangedLeads(timeS, leads);
  if (!isExchanged.includes(true)) return track;
  const spans: { fromS: number; toS: number }[] = [];
  const isTogether = new Array<boolean>(timeS.length).fill(false);
  /** Drops the frames beside an exchanged lead that belong to neither of its neighbours. */
  const dropBeside = (from: number, to: number, leadS: number) => {
    for (let frame = from; frame < to; frame++) {
      if (Math.abs(timeS[frame]! - leadS) <= longestTogetherS) isTogether[frame] = true;
    }
  };
  for (const [index, { from, to }] of leads.entries()) {
    if (isExchanged[index] !== true) continue;
    const [before, after] = [leads[index - 1]?.to ?? -1, leads[index + 1]?.from ?? timeS.length];
    const goesOn = isExchanged[index - 1] === true;
    if (!goesOn) dropBeside(before + 1, from, timeS[from]!);
    if (isExchanged[index + 1] !== true) dropBeside(to + 1, after, timeS[to]!);
    spans.push({ fromS: timeS[goesOn ? before + 1 : from]!, toS: timeS[to]! });
  }
  const apart = mapPaths(track, (path, name) => {
    if (!togetherJoints.some((joint) => name === `L${joint}` || name === `R${joint}`)) return path;
    const drop = (values: Float64Array) =>
      values.map((value, frame) => (isTogether[frame] === true ? Number.NaN : value));
    return { along: drop(path.along), up: drop(path.up) };
  });
  return exchangeLegs(apart, spans);
}
