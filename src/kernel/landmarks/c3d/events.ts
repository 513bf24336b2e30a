import type { EventKind, GaitEvent, Side } from '../../../shared/results';
import { readHead } from './head';

/** Names of initial and final contact in C3D files of Vicon, Visual3D, Qualisys and others, spaces and case aside. */
const kindNames: readonly (readonly [RegExp, EventKind])[] = [
  [/^(footstrike|heelstrike|footcontact|heelcontact|initialcontact|footon|fs|hs|ic|on|str)$/, 'heel_strike'],
  [/^(footoff|toeoff|finalcontact|footup|fo|to|off)$/, 'toe_off'],
];
const sideNames: Readonly<Record<string, Side>> = { l: 'left', left: 'left', r: 'right', right: 'right' };

/** Side and kind from an event's context and label, either of which may name the side; null where it is no gait event. */
function gaitEvent(context: string, label: string): Pick<GaitEvent, 'side' | 'event'> | null {
  const word = label.toLowerCase().replace(/[^a-z]/g, '');
  const kindOf = (name: string) => kindNames.find(([pattern]) => pattern.test(name))?.[1];
  const prefix = /^(left|right|l|r)/.exec(word)?.[0] ?? '';
  const side = sideNames[context.trim().toLowerCase()] ?? sideNames[prefix];
  const event = kindOf(word) ?? kindOf(word.slice(prefix.length));
  return side !== undefined && event !== undefined ? { side, event } : null;
}

/**
 * The gait events that a C3D file stores, in order of time: those of the group EVENT or, where it has none, those of
 * the header. Others (contexts and labels that name no foot contact) are passed over.
 * @throws GaitError `bad-input` where it is no C3D
 */
export async function readC3dEvents(file: string): Promise<GaitEvent[]> {
  const { parameters, headerEvents, startS } = await readHead(file);
  const contexts = parameters.texts('EVENT:CONTEXTS');
  const times = parameters.numbers('EVENT:TIMES');
  // The clock of our own files begins with the walk's; others' begin at frame 1.
  const [ownStartS = 0] = parameters.numbers('GAIT_NOTEBOOK:START_S');
  const inGroup = parameters.texts('EVENT:LABELS').map((label, k) => ({
    // Whole minutes, then seconds.
    timeS: ownStartS + (times[2 * k] ?? Number.NaN) * 60 + (times[2 * k + 1] ?? Number.NaN),
    context: contexts[k] ?? '',
    label,
  }));
  // Header events count from the first stored frame.
  const inHeader = headerEvents.map(({ timeS, label }) => ({ timeS: startS + timeS, context: '', label }));
  return (inGroup.length > 0 ? inGroup : inHeader)
    .flatMap(({ timeS, context, label }) => {
      const named = gaitEvent(context, label);
      return named === null || !Number.isFinite(timeS) ? [] : [{ timeS, ...named, confidence: 1 }];
    })
    .sort((a, b) => a.timeS - b.timeS);
}
