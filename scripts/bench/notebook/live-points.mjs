import { timed } from '../figures.mjs';
import { median, spread } from '../statistics.mjs';

const askedHz = 4;

/**
 * Counts what the document of the outputs is told of the run that goes on; the function that it gives says how often a
 * second its plot was drawn anew, and how many points came.
 */
export async function countLivePoints(outputs) {
  const body = outputs.locator('body');
  await body.evaluate(() => {
    globalThis.gaitNotices = [];
    globalThis.gaitListener = ({ data }) => {
      const { type, samples, fromStart } = data?.message ?? {};
      if (type !== 'run' || samples.length === 0) return;
      globalThis.gaitNotices.push({
        atMs: globalThis.performance.now(),
        points: fromStart ? 0 : samples.length,
      });
    };
    globalThis.addEventListener('message', globalThis.gaitListener);
  });
  return async () => {
    const notices = await body.evaluate(() => {
      globalThis.removeEventListener('message', globalThis.gaitListener);
      return globalThis.gaitNotices;
    });
    const [first, ...later] = notices;
    const seconds = (later.at(-1).atMs - first.atMs) / 1000;
    const points = later.reduce((sum, notice) => sum + notice.points, 0);
    return { noticesHz: later.length / seconds, pointsHz: points / seconds };
  };
}

/** How live the plot of memory and CPU is. */
export function livePointFigures(all) {
  const figure = (what, values) =>
    timed(what, `≥ ${askedHz} Hz`, `${median(values).toFixed(1)} Hz (${spread(values, 1)})`);
  return [
    figure(
      'live plot of the running cell, window watched: drawn anew',
      all.map(({ noticesHz }) => noticesHz),
    ),
    figure(
      '  its points',
      all.map(({ pointsHz }) => pointsHz),
    ),
  ];
}
