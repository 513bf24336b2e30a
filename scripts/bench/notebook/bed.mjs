import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

export const load = (as = 'walks') => `step: load-video\nvideo: walk.mp4\nas: ${as}`;
export const pose = 'step: extract-pose\nvideo: walks\nprofile: fast\nas: poses';
export const events = 'step: detect-events\npose: poses\nas: gait';

/** Outputs that are drawn, of any of our kinds. */
export const drawn = '.study, .pose, .gait, .run, .live-run';

/** Opens a notebook by its name; gives the time from the choice until the first of its outputs is drawn. */
export async function millisecondsToOpen({ page }, file) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget:visible input.input').fill(file);
  const choice = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: file }).first();
  await choice.waitFor();
  const startedMs = performance.now();
  await choice.click();
  const list = page.locator('.notebookOverlay').filter({ visible: true }).locator('.cell-list-container');
  const outputs = list.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await outputs.locator(drawn).filter({ visible: true }).first().waitFor();
  return performance.now() - startedMs;
}

/** Milliseconds that each code cell of a saved notebook ran, by the clock that the editor shows. */
export const cellClocksMs = ({ cells }) =>
  cells.flatMap(({ metadata }) => {
    const { started_ms: startedMs, ended_ms: endedMs } = timing(metadata) ?? {};
    return startedMs === undefined ? [] : [endedMs - startedMs];
  });

/** Where in a cell's metadata the times of its run stand. */
function timing(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  return 'started_ms' in value ? value : Object.values(value).map(timing).find(Boolean);
}

/** Waits for runs in the store's records: to look at the window would keep it from showing what is measured. */
export async function untilRuns({ kernel }, folder, wanted) {
  const ended = async () =>
    (await kernel.readRuns(path.join(folder, '.gait'))).filter(({ record }) => record !== null).length;
  while ((await ended()) < wanted) await wait(500);
  // The last outputs are on their way.
  await wait(1000);
}
