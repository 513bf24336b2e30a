import { z } from 'zod';
import { RunFollower } from '../shared/run-follower';
import { runFiles } from './store/run-records';
import type { Store } from './store/store';
import type { NamedResult } from './steps/step';

/** Raised whenever what steps keep in a result changes so that later steps cannot read what was kept before. */
const format = 2;

/** Enough to tell that a remembered value is a result; the rest is as it was written. */
const remembered = z.looseObject({
  format: z.literal(format),
  name: z.string(),
  step: z.string(),
  recordIds: z.array(z.string()),
  walks: z.array(
    z.looseObject({
      walk: z.looseObject({ id: z.string(), path: z.string() }),
      address: z.string().nullable(),
      folder: z.string().nullable(),
    }),
  ),
});

const keyOf = (session: string, name: string): string => `${session}\n${name}`;

/** Keeps a named result for the session of the same name after this one, also if this one is killed. */
export async function rememberResult(store: Store, session: string, result: NamedResult): Promise<void> {
  const { records, ...rest } = result;
  await store.remember(keyOf(session, result.name), {
    format,
    ...rest,
    recordIds: records.map(({ id }) => id),
  });
}

/** The named results that the last session of this name left, as far as the store still holds them. */
export async function recallResults(store: Store, session: string): Promise<NamedResult[]> {
  const results: NamedResult[] = [];
  // A look reads of each log no more than its ends: there may be many, and long ones.
  const logged = await new RunFollower(runFiles(store.folder)).look();
  const runs = new Map(logged.map(({ id, record }) => [id, record]));
  for (const [key, value] of await store.recall()) {
    const parsed = remembered.safeParse(value);
    if (!parsed.success || key !== keyOf(session, parsed.data.name)) continue;
    const held = await Promise.all(
      parsed.data.walks.map(
        async ({ address, folder }) =>
          folder === null || (address !== null && (await store.find(address)) !== null),
      ),
    );
    if (!held.every(Boolean)) continue;
    const { format: _format, recordIds, ...rest } = parsed.data;
    const records = recordIds.flatMap((id) => runs.get(id) ?? []);
    // Sound: written by rememberResult, and its folders are there.
    results.push({ ...rest, records } as unknown as NamedResult);
  }
  return results;
}
