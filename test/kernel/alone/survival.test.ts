// A command that is killed at any moment: nothing half-made stays, nothing goes on running, and the next run gives what an
// undisturbed one would have given.
import { beforeAll, describe, expect, it } from 'vitest';
import { gait, startGait } from '../../fixtures/gait-command';
import { resultTables } from '../../fixtures/result-tables';
import { shortWalk } from '../../fixtures/short-walk';

const { folder, analyze, results, unfinished } = await shortWalk();

let expected: unknown;
let undisturbedMs: number;
beforeAll(async () => {
  // The first run of all finds cold caches, and would be no measure.
  for (const place of ['first', 'undisturbed']) {
    const startMs = performance.now();
    const { code } = await gait(analyze(place), { folder });
    undisturbedMs = performance.now() - startMs;
    expect(code).toBe(0);
  }
  expected = await resultTables(results('undisturbed'));
});

describe('a command that is killed', () => {
  const kills = 5;
  let state = 20;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;

  it.each(Array.from({ length: kills }, (_, index) => Math.round((100 * (index + random())) / kills)))(
    'leaves no process behind, and run again gives the same: at %d percent of its time',
    async (percent) => {
      const place = `killed-${percent}`;
      const { child, ended } = startGait(analyze(place), { folder });
      // The moment is what is tried here, so it must be a time.
      const kill = setTimeout(() => child.kill('SIGKILL'), (percent / 100) * undisturbedMs);
      const killed = await ended;
      clearTimeout(kill);
      expect(killed.left).toEqual([]);
      const again = await gait(analyze(place), { folder });
      expect(again.code).toBe(0);
      expect(await resultTables(results(place))).toEqual(expected);
      expect(unfinished(place)).toEqual([]);
    },
  );
});
