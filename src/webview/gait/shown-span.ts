import type { GaitBundle, PoseBundle } from '../../shared/display';
import { duration } from '../../shared/numbers';
import { jointNames, sides } from '../../shared/results';
import { evenFrames, framesOf, type Frames } from '../pose/frames';

/** The time that curves and events show. */
export interface ShownSpan {
  readonly fromS: number;
  readonly toS: number;
  readonly frameS: number;
  /** What is left out, in words; empty where the whole recording is shown. */
  readonly note: string;
}

/** What of a recording is shown: the whole, or the excerpt of a long one. */
export function shownSpan(bundle: GaitBundle, pose: PoseBundle | null): ShownSpan {
  const whole = wholeOf(bundle, pose);
  const { excerpt, totals, events } = bundle;
  const fromS = excerpt?.startS ?? whole.startS;
  const toS = Math.min(whole.endS, excerpt?.endS ?? whole.endS);
  const frameS = (whole.endS - whole.startS) / Math.max(1, whole.count - 1);
  if (excerpt === null) return { fromS, toS, frameS, note: '' };
  const inside = events.filter(({ timeS }) => timeS >= fromS && timeS <= toS).length;
  return {
    fromS,
    toS,
    frameS,
    note:
      `${duration(toS - fromS)} of ${duration(whole.endS - whole.startS)} are shown, from ${duration(fromS)} on, ` +
      `where most strides were kept: ${inside} of ${totals.events} events.`,
  };
}

function wholeOf({ angles, parameters }: GaitBundle, pose: PoseBundle | null): Frames {
  if (pose !== null) return framesOf(pose);
  const times = sides.flatMap((side) => jointNames.flatMap((joint) => angles[side][joint].timeS));
  const [startS, endS] = times.reduce(
    ([least, greatest], timeS) => [Math.min(least, timeS), Math.max(greatest, timeS)],
    [Infinity, -Infinity],
  );
  return startS < endS ? evenFrames(parameters.quality.frames, startS, endS) : evenFrames(1, 0, 0);
}
