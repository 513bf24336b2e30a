import { jointNames, sides, type GaitAnalysis, type GaitEvent, type JointAngles } from '../../shared/results';
import type { KeypointTrack, Walk } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import { anglesOf } from './angles';
import { clean } from './clean';
import { curvesOf } from './curves';
import { cyclesOf } from './cycles';
import { detectEvents } from './events';
import { fillGaps } from './gaps';
import { lengthsOf } from './lengths';
import { checkOrder } from './order';
import { parametersOf } from './parameters';
import { detectedShare, walkingDirection, warningsOf } from './quality';
import { legLength, mapPaths, sagittalTrack, type SagittalTrack } from './sagittal';
import { smooth } from './smooth';
import { stretchesOf, type Stretch } from './stretches';

export interface AnalyzeOptions {
  readonly signal: Settings['signal_processing'];
  readonly walk: Pick<Walk, 'heightM' | 'beltSpeedMS'>;
}

/** Gaps filled and every path filtered; what is missing for longer stays missing. */
function prepare(track: SagittalTrack, signal: AnalyzeOptions['signal']): SagittalTrack {
  const filter = { cutoffHz: signal.filter_cutoff_hz, order: signal.filter_order };
  const prepared = (values: Float64Array) =>
    smooth(track.timeS, fillGaps(track.timeS, values, signal.max_gap_s), filter);
  return mapPaths(track, ({ along, up }) => ({ along: prepared(along), up: prepared(up) }));
}

/** Why nothing can be said at all, or null. */
function whyNoStretch(track: SagittalTrack, stretches: readonly Stretch[]): string | null {
  if (stretches.length > 0) return null;
  if (track.timeS.length === 0) return 'No events: the recording has no frames.';
  if (Number.isNaN(legLength(track))) return 'No events: nobody is seen with hips and feet together.';
  return 'No events: the walker is nowhere seen from the side for long enough (0.8 s), or the feet point at the camera.';
}

/** Joints for which no angle can be stated on either side. */
function unseenJoints(angles: JointAngles): string[] {
  const isSeen = (joint: (typeof jointNames)[number]) =>
    sides.some((side) => angles[side][joint].some((angle) => !Number.isNaN(angle)));
  return jointNames
    .filter((joint) => !isSeen(joint))
    .map((joint) => `No ${joint} angle: its points are not seen.`);
}

const withoutPlace = ({ timeS, side, event, confidence }: GaitEvent): GaitEvent => ({
  timeS,
  side,
  event,
  confidence,
});

/**
 * From points over time to events, cycles, parameters and joint angles.
 * Never throws on odd data: what cannot be stated is empty or null, and `parameters.quality.abstentions` says why.
 */
export function analyzeGait(keypoints: KeypointTrack, { signal, walk }: AnalyzeOptions): GaitAnalysis {
  const raw = sagittalTrack(keypoints, signal.confidence_threshold);
  const track = prepare(clean(raw), signal);
  const stretches = stretchesOf(track);
  const noStretch = whyNoStretch(track, stretches);
  const detection = detectEvents(track, stretches);
  const order = checkOrder(detection.events);
  const lengths = lengthsOf(track, stretches, order.events, walk);
  const cycles = cyclesOf(order.events, lengths.ofStride);
  const angles = anglesOf(track, stretches);
  const abstentions =
    noStretch === null
      ? [...detection.abstentions, ...order.abstentions, ...lengths.abstentions, ...unseenJoints(angles)]
      : [noStretch];
  if (order.events.length > 0 && cycles.length === 0) {
    abstentions.push('No cycles: no foot is seen from one contact to its next.');
  }
  return {
    events: order.events.map(withoutPlace),
    cycles,
    curves: curvesOf(angles, cycles),
    angles,
    parameters: parametersOf(cycles, {
      frames: keypoints.timeS.length,
      detected_share: detectedShare(raw),
      walking_direction: walkingDirection(track, stretches),
      abstentions,
      warnings: [...warningsOf(raw, track, stretches, cycles), ...order.warnings, ...lengths.warnings],
      scale: lengths.scale,
    }),
  };
}
