import type { GaitAnalysis, GaitEvent, GaitQuality, KeypointTrack, CycleMark } from '../../shared/results';
import type { Walk } from '../../shared/results';
import type { Settings } from '../../shared/settings';
import type { EventMethodName } from '../../shared/step-keys';
import { angleAbstentions, anglesOf, type AnglePlane } from './angles/angles';
import { clean } from './signal/clean';
import { curvesOf } from './angles/curves';
import { cyclesOf } from './parameters/cycles';
import { detectEvents, type FoundEvent } from './events/events';
import { unfilteredFeet, type FootPaths } from './events/foot-runs';
import { exchangeLegs } from './signal/exchange-legs';
import { floorSlopeDeg } from './passes/floor';
import { fillGaps } from './signal/gaps';
import { hiddenKneesInWords, withoutHiddenKnees } from './signal/hidden-knees';
import { lengthsOf } from './lengths/lengths';
import { eventMethods } from './events/methods';
import { checkOrder } from './events/order';
import { placeEvents } from './events/place-events';
import { placedInWords } from './events/steady';
import { parametersOf } from './parameters/parameters';
import { detectedShare, passesOf, walkingDirection, warningsOf } from './parameters/quality';
import {
  legLength,
  mapPaths,
  sagittalTrack,
  straightened,
  straightenedPath,
  type PicturePlane,
  type SagittalTrack,
} from './signal/sagittal';
import { smooth } from './signal/smooth';
import { whyNoStretch } from './passes/no-stretch';
import { breaksBetween, goesBackwards, stretchesOf, type Stretch } from './passes/stretches';
import { viewOf, viewWarnings } from './passes/view';

export interface AnalyzeOptions {
  readonly signal: Settings['signal_processing'];
  readonly walk: Pick<Walk, 'heightM' | 'beltSpeedMS' | 'viewDeg' | 'floorPoints' | 'affectedSide'>;
  /** `zeni` where it is left out. */
  readonly method?: EventMethodName;
  /** Marks of cycles that do not count; outliers where it is left out. */
  readonly exclude?: readonly CycleMark[];
}

/** Who found the events that a walk is measured from: one of our rules, or something else that says what it is. */
export type EventSource = EventMethodName | GaitQuality['method'];

export interface MeasureOptions extends Omit<AnalyzeOptions, 'method'> {
  /** `zeni` where it is left out. */
  readonly method?: EventSource;
}

/** A walk made ready to be measured: everything that follows sees the same points and the same stretches. */
export interface PreparedWalk extends AnglePlane {
  /** As it was read: nothing filled in. */
  readonly raw: SagittalTrack;
  /** Cleaned, gaps filled, filtered, and as it is in the plane of walking. */
  readonly track: SagittalTrack;
  /** Heels and toes cleaned, gaps filled, not filtered. */
  readonly unfiltered: FootPaths;
  readonly stretches: readonly Stretch[];
  /** What the picture's points went through to lie in the plane of walking. */
  readonly plane: PicturePlane;
}

/** Events in order of time, with what was declined and what is doubtful about them. */
export interface JudgedEvents {
  readonly events: readonly FoundEvent[];
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
}

/** Gaps filled and every path filtered; what is missing for longer stays missing. */
function filtered(track: SagittalTrack, signal: AnalyzeOptions['signal']): SagittalTrack {
  const filter = { cutoffHz: signal.filter_cutoff_hz, order: signal.filter_order };
  const prepared = (values: Float64Array) =>
    smooth(track.timeS, fillGaps(track.timeS, values, signal.max_gap_s), filter);
  return mapPaths(track, ({ along, up }) => ({ along: prepared(along), up: prepared(up) }));
}

const withoutPlace = ({
  stretch: _stretch,
  run: _run,
  isCutOff: _isCutOff,
  isPlaced: _isPlaced,
  ...event
}: FoundEvent): GaitEvent => event;

/** Projects, cleans, filters and straightens the points of a walk, and finds where it can be measured. */
export function prepareWalk(
  keypoints: KeypointTrack,
  { signal, walk }: Pick<AnalyzeOptions, 'signal' | 'walk'>,
  /** Spans over which left and right leg are exchanged by hand. */
  exchanged: Parameters<typeof exchangeLegs>[1] = [],
): PreparedWalk {
  const raw = sagittalTrack(keypoints, signal.confidence_threshold);
  const cleaned = withoutHiddenKnees(exchangeLegs(clean(raw), exchanged));
  const seen = filtered(cleaned, signal);
  const stretches = stretchesOf(seen);
  const view = viewOf(seen, stretches, walk.viewDeg);
  const floorDeg = floorSlopeDeg(seen, stretches, walk);
  const plane = { floorDeg: floorDeg ?? 0, viewDeg: view.corrected ? (view.deg ?? 0) : 0 };
  const track = straightened(seen, plane);
  const feet = unfilteredFeet(cleaned, signal.max_gap_s);
  const unfiltered = new Map(Array.from(feet, ([name, path]) => [name, straightenedPath(path, plane)]));
  return { raw, track, unfiltered, stretches, view, floorDeg, plane };
}

const methodOf = ({ method = 'zeni' }: MeasureOptions): GaitQuality['method'] =>
  typeof method === 'string' ? { name: method, source: eventMethods[method].source } : method;

/** Finds the events of a prepared walk and checks their order. */
export function findEvents(prepared: PreparedWalk, { method = 'zeni' }: AnalyzeOptions): JudgedEvents {
  const { track, unfiltered, stretches } = prepared;
  const { events, abstentions } = detectEvents(track, unfiltered, stretches, eventMethods[method]);
  return inOrder(prepared, events, abstentions);
}

/**
 * Judges events that something else has found in a prepared walk, such as a network, as those of our rules are judged.
 * Asks for at least one stretch where there are events.
 */
export const judgeEvents = (prepared: PreparedWalk, events: readonly GaitEvent[]): JudgedEvents =>
  inOrder(prepared, placeEvents(events, prepared), []);

function inOrder(
  { track, stretches }: PreparedWalk,
  events: readonly FoundEvent[],
  abstentions: readonly string[],
): JudgedEvents {
  const order = checkOrder(events, (stretch) => goesBackwards(track, stretches[stretch]!));
  return {
    events: order.events,
    abstentions: [...abstentions, ...order.abstentions],
    warnings: [...breaksBetween(track, stretches), ...order.warnings, ...placedInWords(order.events)],
  };
}

/** Cycles, parameters and angles of a prepared walk from given events, however these came to be. */
export function measureWalk(
  prepared: PreparedWalk,
  judged: JudgedEvents,
  options: MeasureOptions,
): GaitAnalysis {
  const { raw, track, stretches, view, floorDeg } = prepared;
  const { events } = judged;
  const noStretch = whyNoStretch(track, stretches);
  const lengths = lengthsOf(prepared, events, options.walk);
  const cycles = cyclesOf(events, lengths.ofStride, options.exclude);
  const angles = anglesOf(track, stretches, prepared);
  const curves = curvesOf(angles, cycles);
  const metresPerUnit = track.unit === 'm' ? 1 : (lengths.scale?.metres_per_pixel ?? Number.NaN);
  const knees = hiddenKneesInWords(track, angles, cycles, curves);
  const abstentions =
    noStretch === null
      ? [
          ...judged.abstentions,
          ...lengths.abstentions,
          ...angleAbstentions(angles, view),
          ...knees.abstentions,
        ]
      : [noStretch];
  if (events.length > 0 && cycles.length === 0) {
    abstentions.push('No cycles: no foot is seen from one contact to its next.');
  }
  return {
    events: events.map(withoutPlace),
    cycles,
    curves,
    angles,
    parameters: parametersOf(
      cycles,
      {
        frames: track.timeS.length,
        detected_share: detectedShare(raw),
        walking_direction: walkingDirection(track, stretches),
        abstentions,
        warnings: [
          ...warningsOf(raw, track, stretches, cycles),
          ...viewWarnings(view),
          ...knees.warnings,
          ...judged.warnings,
          ...lengths.warnings,
        ],
        scale: lengths.scale,
        method: methodOf(options),
        passes: passesOf(track, stretches, cycles),
        view,
        floor_deg: floorDeg,
      },
      curves,
      { ...options.walk, legLengthM: legLength(track) * metresPerUnit },
    ),
  };
}

/**
 * From points over time to events, cycles, parameters and joint angles.
 * Never throws on odd data: what cannot be stated is empty or null, and `parameters.quality.abstentions` says why.
 */
export function analyzeGait(keypoints: KeypointTrack, options: AnalyzeOptions): GaitAnalysis {
  const prepared = prepareWalk(keypoints, options);
  return measureWalk(prepared, findEvents(prepared, options), options);
}
