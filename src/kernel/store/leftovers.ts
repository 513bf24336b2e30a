import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ownerState } from '../../processes/owner';

/** How old what another machine left behind must be before it counts as forgotten. */
const foreignLeftoverMs = 24 * 3600 * 1000;

/** Removes what dead processes left behind: names that, after the prefix, begin with their owner. */
export async function sweep(folder: string, prefix = ''): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    if (!name.startsWith(prefix)) continue;
    const owned = name.slice(prefix.length).replace(/^\./, '');
    if (!/^[0-9a-f]{8}-\d+-\d+-/.test(owned)) continue;
    const state = ownerState(owned);
    const full = path.join(folder, name);
    const changedMs = (await stat(full).catch(() => null))?.mtimeMs ?? Infinity;
    if (state === 'alive' || (state === 'elsewhere' && Date.now() - changedMs < foreignLeftoverMs)) continue;
    // Another user's, or another process is sweeping it too: not ours to worry about.
    await rm(full, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Removes what nobody has changed for so long, whosever it is. */
export async function sweepOld(folder: string, ageMs: number): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const full = path.join(folder, name);
    const changedMs = (await stat(full).catch(() => null))?.mtimeMs ?? Infinity;
    if (Date.now() - changedMs > ageMs)
      await rm(full, { recursive: true, force: true }).catch(() => undefined);
  }
}
