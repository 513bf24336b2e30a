import { beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from '../../src/kernel/performance/recorder';
import { createAdmission, type AdmissionGate } from '../../src/kernel/steps/admission';
import { mapWalks } from '../../src/kernel/steps/map-walks';
import type { WalkResult } from '../../src/kernel/steps/step';
import { toWalks } from '../../src/kernel/study/walks';
import { badInput, cancelled } from '../../src/shared/errors';
import { resolveSettings } from '../../src/shared/resolve-settings';

const study = toWalks(
  ['a', 'b', 'c', 'd'].map((name) => ({ path: `${name}.mp4` })),
  'video',
).map((walk) => ({ walk }));

/** A walk that goes on until the test ends it. */
interface OpenWalk {
  readonly begun: Promise<void>;
  readonly begin: () => void;
  readonly ended: Promise<void>;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}
function openWalk(): OpenWalk {
  let begin!: () => void;
  let end!: () => void;
  let fail!: (error: Error) => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // It may fail before anybody waits for it.
  ended.catch(() => undefined);
  return { begun, begin, ended, end, fail };
}

let admission: AdmissionGate;
let walks: Record<string, OpenWalk>;
let running: Set<string>;
let stop: AbortController;

beforeEach(() => {
  admission = createAdmission();
  walks = Object.fromEntries(study.map(({ walk }) => [walk.id, openWalk()]));
  running = new Set();
  stop = new AbortController();
});

function runStudy(workers: number): Promise<WalkResult[]> {
  const recorder = createRecorder({
    step: 'extract-pose',
    name: 'poses',
    resolved: resolveSettings([]),
    limitMb: 1000,
    runLog: null,
  });
  return mapWalks(study, { signal: stop.signal, recorder, admission }, workers, async ({ walk }) => {
    const { begin, ended } = walks[walk.id]!;
    running.add(walk.id);
    begin();
    try {
      await ended;
    } finally {
      running.delete(walk.id);
    }
    return { walk, folder: null, address: null, fromStore: false, summary: walk.id, warnings: [] };
  });
}

describe('the walks of a study', () => {
  it('run side by side again once memory has eased after a spike', async () => {
    admission.set(false);
    const done = runStudy(2);
    await walks['a']!.begun;
    expect([...running]).toEqual(['a']);
    admission.set(true);
    await walks['b']!.begun;
    expect([...running]).toEqual(['a', 'b']);
    for (const walk of Object.values(walks)) walk.end();
    expect((await done).map(({ summary }) => summary)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('run one after the other while memory is near its limit, however many may', async () => {
    admission.set(false);
    const done = runStudy(3);
    for (const [name, walk] of Object.entries(walks)) {
      await walk.begun;
      expect([...running]).toEqual([name]);
      walk.end();
    }
    expect(await done).toHaveLength(4);
  });

  it('are not begun beside the one that runs where memory eases and is near again at once', async () => {
    admission.set(false);
    const done = runStudy(2);
    await walks['a']!.begun;
    admission.set(true);
    admission.set(false);
    await new Promise(setImmediate); // whoever was waiting has looked again
    expect([...running]).toEqual(['a']);
    walks['a']!.end();
    await walks['b']!.begun;
    expect([...running]).toEqual(['b']);
    for (const walk of Object.values(walks)) walk.end();
    await done;
  });

  it('that wait for memory are given up when the study is cancelled', async () => {
    admission.set(false);
    const done = runStudy(2);
    await walks['a']!.begun;
    stop.abort(cancelled());
    walks['a']!.fail(cancelled());
    await expect(done).rejects.toMatchObject({ kind: 'cancelled' });
    expect(running.size).toBe(0);
  });

  it('go on where one of them fails', async () => {
    const done = runStudy(1);
    walks['b']!.fail(badInput('The video is broken.'));
    for (const name of ['a', 'c', 'd']) walks[name]!.end();
    expect((await done).map(({ error }) => error?.message)).toEqual([
      undefined,
      'The video is broken.',
      undefined,
      undefined,
    ]);
  });
});
