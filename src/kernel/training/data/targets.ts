import { sides } from '../../../shared/results';
import { eventOutputs, outputsOf, type LabelTarget } from '../../../shared/training';
import type { PreparedWalk } from '../../gait/analyze';
import { frameAt } from '../../gait/signal/interpolate';
import { contactRuns } from './contact-runs';
import { phaseSpans } from './phase-spans';
import type { WalkLabels } from './walk-labels';

/** What a network is to say of each frame of a walk, and where that is known. */
export interface FrameTargets {
  /** frames × groups. */
  readonly targets: Float32Array;
  /** frames × groups: 1 where the target is known, else 0. */
  readonly weights: Float32Array;
}

/**
 * Spread of the target around an event: about a frame of usual video, so that the frames beside it tell on which
 * side of theirs it lies.
 */
const eventSpreadS = 0.03;

/** Time after which an event is no longer felt. */
const farS = 5 * eventSpreadS;

const bump = (offS: number): number => Math.exp(-0.5 * (offS / eventSpreadS) ** 2);

/** A time of a recording from which to which a group's target is known, and what it is at a time within. */
interface KnownSpan {
  readonly fromS: number;
  readonly toS: number;
  readonly at: (timeS: number) => number;
}

/**
 * Share of a frame's own time that lies in a run, where the frame's middle does: a frame in which a foot lands tells by
 * its share when in it the foot landed. Beyond a run that ends with what is known, nothing is known to count against it.
 */
function shareWithin(
  { fromS, toS }: Pick<KnownSpan, 'fromS' | 'toS'>,
  timeS: number,
  frameS: number,
  isEvent: ReadonlySet<number>,
): number {
  const before = isEvent.has(fromS) ? timeS - fromS : frameS;
  const after = isEvent.has(toS) ? toS - timeS : frameS;
  return Math.min(1, 0.5 + before / frameS) + Math.min(1, 0.5 + after / frameS) - 1;
}

/** What is known of each group of outputs. */
function knownSpans(
  target: LabelTarget,
  { events, spanS }: Pick<WalkLabels, 'events' | 'spanS'>,
  prepared: PreparedWalk,
  frameS: number,
): KnownSpan[][] {
  switch (target) {
    case 'contact':
      return sides.map((side) => {
        const isEvent = new Set(events.filter((event) => event.side === side).map(({ timeS }) => timeS));
        return contactRuns(events, side, spanS).map(({ onFloor, ...run }) => ({
          ...run,
          at: (timeS) => {
            const share = shareWithin(run, timeS, frameS, isEvent);
            return onFloor ? share : 1 - share;
          },
        }));
      });
    case 'phases':
      return sides.map((side) =>
        phaseSpans(events, side, spanS, prepared).map(({ phase, ...span }) => ({ ...span, at: () => phase })),
      );
    case 'events':
      return eventOutputs.map(({ side, event: kind }) => {
        const all = events.filter((event) => event.side === side && event.event === kind);
        return contactRuns(events, side, spanS).map(({ fromS, toS }) => {
          const near = all.filter(({ timeS }) => timeS > fromS - farS && timeS < toS + farS);
          return {
            fromS,
            toS,
            at: (timeS) => Math.max(0, ...near.map((event) => bump(timeS - event.timeS))),
          };
        });
      });
  }
}

const firstFrameFrom = (timeS: Float64Array, fromS: number): number => {
  const frame = frameAt(timeS, fromS);
  return frame >= 0 && timeS[frame] === fromS ? frame : frame + 1;
};

/**
 * Targets of a walk at the given times, which are evenly spaced, each read at the frame's own time from what is labelled;
 * contact is the share of the frame's time for which the foot is on the floor.
 */
export function targetsOf(
  target: LabelTarget,
  labels: Pick<WalkLabels, 'events' | 'spanS'>,
  prepared: PreparedWalk,
  timeS: Float64Array,
): FrameTargets {
  const { groups } = outputsOf[target];
  const targets = new Float32Array(timeS.length * groups);
  const weights = new Float32Array(timeS.length * groups);
  const frameS = timeS.length > 1 ? timeS[1]! - timeS[0]! : 1;
  for (const [group, spans] of knownSpans(target, labels, prepared, frameS).entries()) {
    for (const { fromS, toS, at } of spans) {
      // Where two spans meet in a frame, it belongs to the one that begins there.
      for (let frame = firstFrameFrom(timeS, fromS); frame < timeS.length && timeS[frame]! <= toS; frame++) {
        targets[frame * groups + group] = at(timeS[frame]!);
        weights[frame * groups + group] = 1;
      }
    }
  }
  return { targets, weights };
}
