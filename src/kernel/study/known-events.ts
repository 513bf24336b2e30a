import { existsSync } from 'node:fs';
import path from 'node:path';
import { clipDigest } from '../../phantom/clip-digest';
import { readTruth, truthPath } from '../../phantom/truth';
import type { Walk } from '../../shared/results';
import type { TrueEvent } from '../gait/agreement/compare-truth';
import { readStoredEvents } from '../landmarks/stored-events';
import { readLabels } from './labels';

/** Events that a person or a force plate put beside a recording, and what they are called. */
export interface StoredEvents {
  readonly called: string;
  readonly from: 'file' | 'stored';
  readonly events: TrueEvent[];
}

/** Events that a person or a force plate put beside a recording: its labels, or those that its own file holds. */
export async function storedEvents(walk: Walk): Promise<StoredEvents | null> {
  if (walk.labels !== undefined) {
    return {
      called: `labels of ${path.basename(walk.labels)}`,
      from: 'file',
      events: await readLabels(walk.labels),
    };
  }
  const events = await readStoredEvents(walk.path);
  return events.length === 0
    ? null
    : { called: `events stored in ${path.basename(walk.path)}`, from: 'stored', events };
}

/**
 * Whether the truth of a phantom lies beside a walk and nothing that was put there by hand speaks before it. A truth that
 * names its clip's digest is no truth of another video that has taken the clip's name.
 */
export async function hasTruth({ source, labels, path: file }: Walk): Promise<boolean> {
  if (labels !== undefined || source !== 'video' || !existsSync(truthPath(file))) return false;
  const { clip_sha256: ofClip } = await readTruth(file);
  return ofClip === undefined || ofClip === (await clipDigest(file));
}

/** Time by which the ends of a recording are left out: an event so close to them has a flank that nobody saw. */
const unjudgedEndS = 0.1;
/** What lies further than this before the first or after the last event of a list may be outside of what it covers. */
const beyondEventsS = 0.05;

/** Part of a phantom's clip for which its truth can be asked of a recording. */
export const judgedSpan = ([fromS, toS]: readonly [number, number]): readonly [
  fromS: number,
  toS: number,
] => [fromS + unjudgedEndS, toS - unjudgedEndS];

/** Part of a recording that a list of events covers. */
export const spanOfEvents = (events: readonly TrueEvent[]): readonly [fromS: number, toS: number] => {
  const times = events.map(({ timeS }) => timeS);
  return [Math.min(...times) - beyondEventsS, Math.max(...times) + beyondEventsS];
};
