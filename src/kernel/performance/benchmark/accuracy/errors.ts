import { comparedJoints, type Accuracy, type ComparedJoint } from '../../../../shared/benchmark-accuracy';
import { eventKinds, sides, type GaitEvent } from '../../../../shared/results';
import { agreementOf, type MeasuredPair } from '../../../gait/agreement/agreement';
import type { TrueEvent } from '../../../gait/agreement/compare-truth';
import {
  cycleParameters,
  pairCycles,
  parameterPairs,
  type CycleSource,
} from '../../../gait/agreement/cycle-agreement';
import { detectionOf, eventPairs, pairingToleranceS } from '../../../gait/agreement/event-agreement';
import { valueAt } from '../../../gait/signal/interpolate';
import { mean, median, quantile } from '../../../gait/statistics';
import type { PicturePoints } from './picture-points';

/** Distances of one joint of both sides from the reference, at the moments of the measured frames. */
function distancesOf(joint: ComparedJoint, measured: PicturePoints, reference: PicturePoints): number[] {
  return sides.flatMap((side) => {
    const [own, other] = [measured.paths[joint][side], reference.paths[joint][side]];
    return Array.from(measured.timeS, (timeS, frame) =>
      Math.hypot(
        own.x[frame]! - valueAt(reference.timeS, other.x, timeS),
        own.y[frame]! - valueAt(reference.timeS, other.y, timeS),
      ),
    ).filter((distance) => !Number.isNaN(distance));
  });
}

/**
 * How far joints lie from the reference, wherever both have them. A left joint beside the right one counts as far
 * off as it is.
 * @param scale what a pixel of the pictures is in pixels that are stated
 */
export function jointErrors(
  measured: PicturePoints,
  reference: PicturePoints,
  scale = 1,
): Accuracy['joints_px'] {
  const distances = comparedJoints.map((joint) => [joint, distancesOf(joint, measured, reference)] as const);
  const all = distances.flatMap(([, ofJoint]) => ofJoint);
  if (all.length === 0) return null;
  return {
    median: scale * median(all),
    p95: scale * quantile(all, 0.95),
    by_joint: Object.fromEntries(
      distances
        .filter(([, ofJoint]) => ofJoint.length > 0)
        .map(([joint, ofJoint]) => [joint, scale * median(ofJoint)]),
    ),
  };
}

/**
 * Contacts and lifts beside those of the reference; they are the same within 150 ms.
 * @param spanS part of the recording in which both can have events: what lies outside is neither missed nor invented
 * @returns null where the reference has none in it
 */
export function eventErrors(
  found: readonly GaitEvent[],
  reference: readonly TrueEvent[],
  spanS: readonly [fromS: number, toS: number],
): Accuracy['events'] {
  if (!reference.some(({ timeS }) => timeS >= spanS[0] && timeS <= spanS[1])) return null;
  const trial = { walk: '', found, reference, spanS };
  const { found: matched, missed, invented } = detectionOf([trial], pairingToleranceS * 1000);
  const pairs = eventPairs([trial]);
  return {
    matched,
    missed,
    invented,
    ...timingOf(pairs),
    by_kind: Object.fromEntries(
      eventKinds.flatMap((kind) => {
        const { bias_ms, sd_ms } = timingOf(pairs.filter(({ event }) => event === kind));
        return bias_ms === null ? [] : [[kind, { bias_ms, sd_ms }] as const];
      }),
    ),
  };
}

function timingOf(pairs: readonly MeasuredPair[]): { bias_ms: number | null; sd_ms: number | null } {
  const { bias, sd } = agreementOf(pairs, 'exact');
  return { bias_ms: bias, sd_ms: sd };
}

/** What is stated of a walk, under its names in `parameters.json`, and what of a cycle that is. */
const statedParameters: Readonly<Record<string, string>> = {
  stride_time_s: 'stride_time_s',
  step_time_s: 'step_time_s',
  stance_percent: 'stance_percent',
  double_support_percent: 'total_double_support_percent',
  stride_length_m: 'stride_length_m',
  knee_range_of_motion_deg: 'knee_range_of_motion_deg',
};

const percentOff = (measured: number, reference: number): number => 100 * (measured / reference - 1);

/**
 * Differences of the means over those strides that both have, in per cent of the reference's: a walker varies from
 * stride to stride, and that is nobody's error. A parameter that either does not state is left out.
 */
export function parameterErrors(measured: CycleSource, reference: CycleSource): Record<string, number> {
  const pairs = pairCycles('', measured, reference);
  const errors: Record<string, number> = {};
  for (const [name, ofCycle] of Object.entries(statedParameters)) {
    const parameter = cycleParameters.find((known) => known.name === ofCycle);
    const values = parameter === undefined ? [] : parameterPairs(pairs, parameter);
    const [own, other] = [
      mean(values.map((pair) => pair.measured)),
      mean(values.map((pair) => pair.reference)),
    ];
    if (values.length === 0 || other === 0) continue;
    // Cadence is 120 / mean stride time.
    if (name === 'stride_time_s') errors['cadence_steps_per_min'] = percentOff(1 / own, 1 / other);
    errors[name] = percentOff(own, other);
  }
  return errors;
}
