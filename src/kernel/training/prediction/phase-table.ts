import { stringify } from 'csv-stringify/sync';
import { sides, type GaitEvent, type Side } from '../../../shared/results';
import { functionalPhases, type LabelTarget } from '../../../shared/training';
import { printed } from '../../gait/tables';
import { unknown } from '../evaluation/classification';
import { contactOfEvents } from '../evaluation/contact-of-events';
import type { Decoded } from '../evaluation/decode';
import { stateClasses, statesOf } from '../evaluation/frame-labels';
import { outputNames } from '../result-files/predictions-table';

/** What a network said of a walk. */
export interface StatedWalk {
  /** Even times. */
  readonly timeS: Float64Array;
  /** frames × groups × classes. */
  readonly probabilities: Float32Array;
  readonly target: LabelTarget;
  /** 0 where the walker is not seen. */
  readonly seen: Uint8Array;
  readonly decoded: Decoded;
  /** Events as they stand in the result, in order of time. */
  readonly events: readonly GaitEvent[];
}

/**
 * `phases.csv`: a row for each frame at the network's rate. Probabilities are the network's own; contact, state and phase are
 * what was read from them, and blank where the walker is not seen.
 */
export function phasesCsv({ timeS, probabilities, target, seen, decoded, events }: StatedWalk): string {
  const contact = contactAt(events, timeS);
  const states = statesOf(contact);
  const { phases } = decoded;
  const names = target === 'contact' ? [] : outputNames(target);
  const header = [
    'time_s',
    ...sides.map((side) => `p_${side}_contact`),
    ...sides.map((side) => `${side}_contact`),
    'state',
    ...(phases === undefined ? [] : sides.map((side) => `${side}_phase`)),
    ...names,
  ];
  const rows = Array.from(timeS, (time, frame) => [
    printed(time, 4),
    ...sides.map((side) => printed(decoded.contact[side][frame], 4)),
    ...sides.map((side) => (contact[side][frame] === unknown ? '' : String(contact[side][frame]))),
    stateClasses[states[frame]!] ?? '',
    ...(phases === undefined ? [] : sides.map((side) => functionalPhases[phases[side][frame]!] ?? '')),
    ...Array.from(names, (_, output) =>
      seen[frame] === 1 ? printed(probabilities[frame * names.length + output], 4) : '',
    ),
  ]);
  return stringify([header, ...rows]);
}

/** Whether each foot is on the floor, as the events of a walk say it. */
function contactAt(events: readonly GaitEvent[], timeS: Float64Array): Record<Side, Int8Array> {
  const of = (side: Side): Int8Array =>
    Int8Array.from(
      contactOfEvents(events, side, timeS.length, (frame) => timeS[frame]!),
      (onFloor) => (Number.isNaN(onFloor) ? unknown : onFloor),
    );
  return { left: of('left'), right: of('right') };
}
