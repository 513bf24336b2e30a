import { z } from 'zod';
import { outputTypes } from '../../shared/cell-output';
import { settingsSchema, type Settings } from '../../shared/settings';

/** One output item, as much of it as is looked at. */
export interface SavedItem {
  readonly mime: string;
  readonly data: Uint8Array;
}

/** Our own payloads, which name the record of their run. */
const ours = /^application\/vnd\.gait\.[a-z]+\+json$/;

/** Payloads of ours that one run left in a cell; what cannot be read came from elsewhere and is passed over. */
function payloadsOf(items: readonly SavedItem[], recordId: string): object[] {
  return items.flatMap(({ mime, data }) => {
    if (!ours.test(mime)) return [];
    const text = new TextDecoder().decode(data);
    // Payloads can hold megabytes of pictures: only the one that is looked for is parsed.
    if (!text.includes(recordId)) return [];
    try {
      const payload: unknown = JSON.parse(text);
      return typeof payload === 'object' &&
        payload !== null &&
        'recordId' in payload &&
        payload.recordId === recordId
        ? [payload]
        : [];
    } catch {
      return [];
    }
  });
}

/** Whether a cell shows what the run with this record made. */
export const showsRecord = (items: readonly SavedItem[], recordId: string): boolean =>
  payloadsOf(items, recordId).length > 0;

/** Name of the result whose events of a walk a cell shows; null where it shows none. */
export function shownResult(items: readonly SavedItem[], recordId: string, walkId: string): string | null {
  for (const payload of payloadsOf(items, recordId)) {
    if (!('kind' in payload && payload.kind === 'gait' && 'walkId' in payload && payload.walkId === walkId))
      continue;
    if ('name' in payload && typeof payload.name === 'string') return payload.name;
  }
  return null;
}

/** The settings that the last run of a cell came to; null where the cell shows none, or none of this version's. */
export function lastRunSettings(items: readonly SavedItem[]): Settings | null {
  for (const { mime, data } of items.toReversed()) {
    if (mime !== outputTypes.run) continue;
    try {
      const payload = runPayload.safeParse(JSON.parse(new TextDecoder().decode(data)));
      if (payload.success) return payload.data.record.settings.settings;
    } catch {
      // It came from elsewhere.
    }
  }
  return null;
}

const runPayload = z.object({
  record: z.object({ settings: z.object({ settings: settingsSchema }) }),
});
