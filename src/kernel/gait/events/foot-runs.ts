import { sides, type Side } from '../../../shared/results';
import { fillGaps, runsWhere, type Run } from '../signal/gaps';
import { pointName, type PlanePath, type SagittalTrack } from '../signal/sagittal';
import type { Stretch } from '../passes/stretches';

/** One foot over an unbroken run; all series are as long as the run. */
export interface FootRun extends Run {
  readonly side: Side;
  readonly stretch: number;
  /** Index of the run within all stretches. */
  readonly run: number;
  readonly timeS: Float64Array;
  /** Heel and toe ahead of the pelvis, forward positive. */
  readonly heel: Float64Array;
  readonly toe: Float64Array;
  readonly heelUp: Float64Array;
  readonly toeUp: Float64Array;
  /** The heel and both heights before the filter, gaps filled: a landing is over sooner than the filter can follow. */
  readonly rawHeel: Float64Array;
  readonly rawHeelUp: Float64Array;
  readonly rawToeUp: Float64Array;
  /** Lower of the confidences of heel and toe. */
  readonly trust: Float32Array;
}

/** Heels and toes with their gaps filled, but not filtered. */
export type FootPaths = ReadonlyMap<string, PlanePath>;

/** The feet of a cleaned track before the filter. @param maxGapS longest gap that is filled, in seconds */
export function unfilteredFeet({ timeS, paths }: SagittalTrack, maxGapS: number): FootPaths {
  const filled = (values: Float64Array) => fillGaps(timeS, values, maxGapS);
  return new Map(
    sides
      .flatMap((side) => [pointName(side, 'Heel'), pointName(side, 'BigToe')])
      .flatMap((name) => {
        const path = paths.get(name);
        return path === undefined
          ? []
          : [[name, { along: filled(path.along), up: filled(path.up) }] as const];
      }),
  );
}

/** Runs of both feet within the stretches. A side whose heel or toe the source does not have has none. */
export function footRuns(
  track: SagittalTrack,
  unfiltered: FootPaths,
  stretches: readonly Stretch[],
): FootRun[] {
  const pelvis = track.paths.get('MidHip');
  const found: FootRun[] = [];
  for (const side of sides) {
    const [heelName, toeName] = [pointName(side, 'Heel'), pointName(side, 'BigToe')];
    const heel = track.paths.get(heelName);
    const toe = track.paths.get(toeName);
    if (pelvis === undefined || heel === undefined || toe === undefined) continue;
    const heelTrust = track.confidence.get(heelName)!;
    const toeTrust = track.confidence.get(toeName)!;
    for (const [stretch, { from: start, to: end, facing }] of stretches.entries()) {
      const isSeen = (k: number) => !Number.isNaN(heel.along[start + k]! + toe.along[start + k]!);
      for (const run of runsWhere(end - start, isSeen)) {
        const from = start + run.from;
        const to = start + run.to;
        const ahead = (path: PlanePath) =>
          path.along.slice(from, to).map((along, k) => facing * (along - pelvis.along[from + k]!));
        found.push({
          side,
          stretch,
          run: found.length,
          from,
          to,
          timeS: track.timeS.slice(from, to),
          heel: ahead(heel),
          toe: ahead(toe),
          heelUp: heel.up.slice(from, to),
          toeUp: toe.up.slice(from, to),
          rawHeel: ahead(unfiltered.get(heelName)!),
          rawHeelUp: unfiltered.get(heelName)!.up.slice(from, to),
          rawToeUp: unfiltered.get(toeName)!.up.slice(from, to),
          trust: heelTrust.slice(from, to).map((trust, k) => Math.min(trust, toeTrust[from + k]!)),
        });
      }
    }
  }
  return found;
}
