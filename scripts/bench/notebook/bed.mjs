import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const load = (as = 'walks') => `step: load-video\nvideo: walk.mp4\nas: ${as}`;
export const pose = 'step: extract-pose\nvideo: walks\nprofile: fast\nas: poses';
export const events = 'step: detect-events\npose: poses\nas: gait';

/** Outputs that are drawn, of any of our kinds. */
export const drawn = '.study, .pose, .gait, .run, .live-run';

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
