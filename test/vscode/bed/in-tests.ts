import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { joinBed, type Bed } from './bed';
import type { EditorSettings } from './server';
import { askForSharedBed } from './shared-bed';
import type { EditorWindow } from './window';

/**
 * A bed for all tests of a file (or of a `describe`): the one that all files share, with these settings of the user
 * where some are given. Windows that a test opens are closed after it; those that `beforeAll` opened stay until the
 * last. Of a test that fails there is a picture of each window among the screenshots.
 *
 *     const bed = useBed();
 *     test('…', async () => { const window = await bed().newWindow({ … }); … });
 */
export function useBed(settings?: EditorSettings): () => Bed {
  let bed: Bed | undefined;
  let openBefore: ReadonlySet<EditorWindow> = new Set();

  beforeAll(async () => {
    bed = await joinBed(await askForSharedBed(inject('sharedBed')), settings);
  });
  beforeEach(() => {
    openBefore = new Set(bed?.windows());
  });
  afterEach(async ({ task }) => {
    const open = bed?.windows() ?? [];
    if (task.result?.state === 'fail')
      for (const [index, window] of open.entries())
        await window.screenshot(`failed ${task.name} ${index}`).catch(() => undefined);
    for (const window of open.filter((each) => !openBefore.has(each))) await window.close();
  });
  afterAll(async () => {
    await bed?.stop();
  });

  return () => {
    if (bed === undefined) throw new Error('The bed is there in tests, and after beforeAll.');
    return bed;
  };
}
