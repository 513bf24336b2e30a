// Corrections by hand as a person makes them: in a notebook's session, and from the command line.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { createSession, type Session, type SessionOptions } from '../../src/kernel/session';
import type { GaitParameters } from '../../src/shared/results';
import type { StepInput } from '../../src/shared/steps';
import { gait, readJson, sample } from '../fixtures/gait-command';
import { makeClip, packagedTools } from '../fixtures/video-clips';
import { phantomTrack } from '../unit/gait-fixture';

let folder: string;
const open: Session[] = [];
const file = (...names: string[]): string => path.join(folder, ...names);
const read = (...names: string[]): Promise<string> => readFile(file(...names), 'utf8');
const rows = (csv: string) => parse<Record<string, string>>(csv, { columns: true });
const who = { author: 'A. Rater', reason: 'seen in the video' };

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-edits-'));
  const { track } = phantomTrack({ duration_s: 6, seed: 3 });
  for (const name of ['trial.trc', 'other.trc']) await writeFile(file(name), formatTrc(track));
});
afterAll(async () => {
  await Promise.all(open.map((session) => session.close()));
  await rm(folder, { recursive: true, force: true });
});

async function session(options: SessionOptions = {}) {
  const opened = await createSession({ workingFolder: folder, ...options });
  open.push(opened);
  return (step: StepInput) => opened.run(step);
}

/** A session in which the events of some trials are found, and a left strike in the middle of the first. */
async function analyzed(landmarks: string | string[] = 'trial.trc', options: SessionOptions = {}) {
  const run = await session(options);
  await run({ step: 'load-landmarks', landmarks, as: 'trials' });
  const found = await run({ step: 'detect-events', pose: 'trials', as: 'gait' });
  const result = found.walks[0]!.folder!;
  const events = rows(await readFile(path.join(result, 'events.csv'), 'utf8'));
  const strikes = events.filter(({ side, event }) => side === 'left' && event === 'heel_strike');
  return { run, result, events, strikeS: Number(strikes[1]!.time_s) };
}

describe('events corrected by hand in a session', () => {
  it('give a result of their own, and leave the one they correct as it was', async () => {
    const { run, result, strikeS, events } = await analyzed();
    const before = await readFile(path.join(result, 'analysis.json'), 'utf8');
    const edits = [
      { edit: 'move', time_s: strikeS, to_s: strikeS + 0.03, side: 'left', event: 'heel_strike', ...who },
    ] as const;
    const corrected = await run({ step: 'edit-events', of: 'gait', edits: [...edits], as: 'mended' });
    const [walk] = corrected.walks;
    expect(walk).toMatchObject({ fromStore: false });
    expect(walk!.folder).not.toBe(result);
    expect(walk!.warnings.join('\n')).toContain('corrected by hand (1 moved)');
    expect(await readFile(path.join(result, 'analysis.json'), 'utf8')).toBe(before);
    const after = rows(await readFile(path.join(walk!.folder!, 'events.csv'), 'utf8'));
    expect(after).toHaveLength(events.length);
    const moved = after.filter(({ origin }) => origin === 'moved');
    expect(moved).toMatchObject([{ found_at_s: String(strikeS), confidence: '1' }]);
    expect(Number(moved[0]!.time_s)).toBeCloseTo(strikeS + 0.03, 3);
    const again = await run({ step: 'edit-events', of: 'gait', edits: [...edits] });
    expect(again.walks[0]).toMatchObject({ fromStore: true, folder: walk!.folder });
  });

  it('can be corrected further: the list grows', async () => {
    const { run, strikeS } = await analyzed();
    const event = { side: 'left', event: 'heel_strike' } as const;
    const toS = strikeS + 0.03;
    const first = { edit: 'move', time_s: strikeS, to_s: toS, ...event, ...who } as const;
    await run({ step: 'edit-events', of: 'gait', edits: [first], as: 'once' });
    const second = { edit: 'delete', time_s: toS, ...event, ...who, at: '2026-02-03' } as const;
    await run({ step: 'edit-events', of: 'once', edits: [second], as: 'twice' });
    await run({ step: 'report', of: 'twice', output: 'twice' });
    const edits = rows(await read('twice', 'trial', 'edits.csv'));
    expect(edits.map(({ edit }) => edit)).toEqual(['move', 'delete']);
    expect(edits[0]).toMatchObject({ author: 'A. Rater', reason: 'seen in the video', id: 'trial' });
    expect(Number.isNaN(Date.parse(edits[0]!.at!))).toBe(false);
    expect(edits[1]).toMatchObject({
      at: '2026-02-03',
      before_s: String(Number(toS.toFixed(4))),
      after_s: '',
    });
    const html = await read('twice', 'report.html');
    expect(html.includes('Corrections by hand')).toBe(true);
  });

  it('are written so that the list can be given back as a file', async () => {
    const { run, strikeS } = await analyzed();
    const edit = { edit: 'delete', time_s: strikeS, side: 'left', event: 'heel_strike', ...who } as const;
    const made = await run({ step: 'edit-events', of: 'gait', edits: [edit], as: 'mended' });
    await run({ step: 'report', of: 'mended', output: 'given-back' });
    const from = path.join('given-back', 'trial', 'edits.csv');
    const again = await run({ step: 'edit-events', of: 'gait', edits: from, as: 'again' });
    const eventsOf = (walk: { folder: string | null } | undefined) =>
      readFile(path.join(walk!.folder!, 'events.csv'), 'utf8');
    expect(await eventsOf(again.walks[0])).toBe(await eventsOf(made.walks[0]));
  });

  it('of one walk of a study leave the others as they are', async () => {
    const { run, strikeS } = await analyzed(['trial.trc', 'other.trc']);
    const edit = { edit: 'delete', time_s: strikeS, side: 'left', event: 'heel_strike', ...who } as const;
    await expect(run({ step: 'edit-events', of: 'gait', edits: [edit] })).rejects.toMatchObject({
      kind: 'bad-input',
      hint: 'Name the walk: trial, other.',
    });
    const corrected = await run({
      step: 'edit-events',
      of: 'gait',
      edits: [{ ...edit, walk: 'other' }],
      as: 'mended',
    });
    const [first, second] = corrected.walks;
    expect(first!.warnings.join()).not.toContain('by hand');
    expect(second!.warnings.join()).toContain('corrected by hand (1 deleted)');
    await run({ step: 'report', of: 'mended', output: 'one-of-two' });
    expect(existsSync(file('one-of-two', 'trial', 'edits.csv'))).toBe(false);
    expect(existsSync(file('one-of-two', 'other', 'edits.csv'))).toBe(true);
  });

  it('that name an event which is not there fail for their walk in words', async () => {
    const { run } = await analyzed();
    const edit = { edit: 'delete', time_s: 99, side: 'left', event: 'toe_off', ...who } as const;
    const { walks } = await run({ step: 'edit-events', of: 'gait', edits: [edit] });
    expect(walks[0]).toMatchObject({ folder: null, error: { kind: 'bad-input' } });
    expect(walks[0]!.error!.message).toContain('no left toe-off within 50 ms of 99.000 s');
    expect(walks[0]!.error!.hint).toMatch(/^The nearest is at \d\.\d{3} s\.$/);
  });

  it('can be made after the session before was lost', async () => {
    const { strikeS } = await analyzed('trial.trc', { name: 'edits.gaitnb' });
    const run = await session({ name: 'edits.gaitnb' });
    const edit = { edit: 'delete', time_s: strikeS, side: 'left', event: 'heel_strike', ...who } as const;
    const { walks } = await run({ step: 'edit-events', of: 'gait', edits: [edit] });
    expect(walks[0]!.error).toBeUndefined();
  });

  it('are refused where the file has changed since its events were found', async () => {
    await writeFile(file('changing.trc'), formatTrc(phantomTrack({ duration_s: 6, seed: 4 }).track));
    const { run, strikeS } = await analyzed('changing.trc');
    await writeFile(file('changing.trc'), formatTrc(phantomTrack({ duration_s: 6, seed: 5 }).track));
    const edit = { edit: 'delete', time_s: strikeS, side: 'left', event: 'heel_strike', ...who } as const;
    const { walks } = await run({ step: 'edit-events', of: 'gait', edits: [edit] });
    expect(walks[0]!.error!.message).toBe('changing.trc has changed since its events were found.');
  });
});

describe('gait analyze --edits', () => {
  const args = ['analyze', '--videos', 'walker-side.mp4', '--performance-mode', 'fast', '--json'];
  // The sample's first strides.
  beforeAll(async () => {
    makeClip(await packagedTools(), file('walker-side.mp4'), ['-i', sample, '-frames:v', '100']);
  });
  const strideTime = (parameters: GaitParameters | null): number => parameters!.stride_time_s.left.n;

  it('analyses a video, corrects its events, and shows in the files what was changed', async () => {
    const first = await gait([...args, '--output', 'plain'], { folder });
    expect(first.code).toBe(0);
    const events = rows(await read('plain', 'walker-side', 'events.csv'));
    const strike = events.filter(({ side, event }) => side === 'left' && event === 'heel_strike')[1]!;
    await writeFile(
      file('edits.csv'),
      `edit,time_s,side,event,author,reason\ndelete,${strike.time_s},left,heel_strike,A. Rater,"no, not there"\n`,
    );
    const second = await gait([...args, '--edits', 'edits.csv', '--output', 'edited'], { folder });
    expect(second.code).toBe(0);
    const [before, after] = [first, second].map((end) => readJson(end).walks[0]!.parameters);
    expect(strideTime(after!)).toBeLessThan(strideTime(before!));
    expect(rows(await read('edited', 'walker-side', 'edits.csv'))).toMatchObject([
      { edit: 'delete', reason: 'no, not there', before_s: strike.time_s, id: 'walker-side' },
    ]);
    expect(rows(await read('edited', 'walker-side', 'events.csv'))).toHaveLength(events.length - 1);
    expect(second.err).toContain('corrected by hand (1 deleted)');
  });

  it.each<[string, string, string]>([
    ['a missing event', 'delete,0.02,right,toe_off,A,b', 'There is no right toe-off within 50 ms'],
    [
      'a cell that is no number',
      'delete,soon,left,toe_off,A,b',
      'Row 2 of wrong.csv: time_s cannot be "soon"',
    ],
    ['no author', 'delete,1,left,toe_off,,b', 'Row 2 of wrong.csv: author is missing'],
    ['no such kind', 'remove,1,left,toe_off,A,b', 'Row 2 of wrong.csv: edit cannot be "remove"'],
  ])('with %s ends with exit code 2 and says so', async (_what, row, says) => {
    await writeFile(file('wrong.csv'), `edit,time_s,side,event,author,reason\n${row}\n`);
    const { code, err } = await gait([...args, '--edits', 'wrong.csv', '--output', 'wrong'], { folder });
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});
