import type { EventMethodName } from '../../../../shared/step-keys';
import type { FootRun } from '../foot-runs';
import { turningPoints, type TurningPoint } from '../turning-points';

/** What an extremum must show to be a step, in the track's unit and in seconds. */
export interface StepSearch {
  /** Forward and backward excursion of this foot against the pelvis. */
  readonly excursion: number;
  /** Retreat that is enough where the run starts or ends within a step. */
  readonly startSwing: number;
  readonly endSwing: number;
  /** Span of the run in which events may lie. */
  readonly fromS: number;
  readonly toS: number;
}

/** A contact that a method found. */
export interface Contact {
  readonly timeS: number;
  /** How well the extremum behind it stands out, as a share of the foot's excursion. */
  readonly prominence: number;
  /** 0–1: how far the method trusts its own instant. */
  readonly certainty: number;
  /** True where one flank of the extremum is cut off by an end of the run. */
  readonly isCutOff: boolean;
  /** True where its time is mostly that at which the foot's other steps place it. */
  readonly isPlaced?: boolean;
}

export interface Contacts {
  readonly strikes: readonly Contact[];
  readonly offs: readonly Contact[];
}

/** A way to find the contacts of one foot; whether they alternate as in walking is checked afterwards. */
export interface EventMethod {
  readonly name: EventMethodName;
  /** Whose method it is, as it is printed in the results. */
  readonly source: string;
  contactsOf(foot: FootRun, search: StepSearch): Contacts;
}

/** Share of a foot's forward and backward excursion that a step must have at least. */
const leastSwing = 0.3;

export interface StepTurns {
  /** Where the heel is foremost against the pelvis. */
  readonly foremost: readonly TurningPoint[];
  /** Where the toe is rearmost against it. */
  readonly rearmost: readonly TurningPoint[];
}

/** The two instants of Zeni et al. (2008) of every step, between frames by a parabola. */
export function stepTurns({ timeS, heel, toe }: FootRun, search: StepSearch): StepTurns {
  const turns = (path: Float64Array, kind: TurningPoint['kind']) =>
    turningPoints(timeS, path, leastSwing * search.excursion, search.startSwing, search.endSwing).filter(
      (turn) => turn.kind === kind && turn.timeS >= search.fromS && turn.timeS <= search.toS,
    );
  return { foremost: turns(heel, 'maximum'), rearmost: turns(toe, 'minimum') };
}

/** A contact at a turning point itself, or at an instant near it. */
export const contactAt = (
  turn: TurningPoint,
  { excursion }: StepSearch,
  timeS = turn.timeS,
  certainty = 1,
): Contact => ({
  timeS,
  prominence: turn.prominence / excursion,
  certainty,
  isCutOff: !turn.complete,
});

/** Velocity between frames `k` and `k` + 1. */
export const velocityAfter = (timeS: Float64Array, values: Float64Array, k: number): number =>
  (values[k + 1]! - values[k]!) / (timeS[k + 1]! - timeS[k]!);
