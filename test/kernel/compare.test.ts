import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsCsv } from '../../src/kernel/gait/tables';
import { formatC3d } from '../../src/kernel/landmarks/c3d/write';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { createSession, type Session } from '../../src/kernel/session';
import type { GaitEvent } from '../../src/shared/results';
import { gait, sample } from '../fixtures/gait-command';
import { asPicture, phantomTrack, resampled, withNoise } from '../unit/gait-fixture';

let folder: string;
const open: Session[] = [];
const { track, events } = phantomTrack({ duration_s: 8, fps: 100, seed: 61, stride_variation_percent: 3 });
const stored: readonly GaitEvent[] = events.map((event) => ({ ...event, confidence: 1 }));
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-compare-'));
  await writeFile(file('mocap.trc'), formatTrc(track));
  const video = withNoise(asPicture(resampled(track, 30)), 1, 2);
  await writeFile(
    file('video.trc'),
    formatTrc({ ...video, timeS: video.timeS.map((timeS) => timeS + 3.21) }),
  );
  await writeFile(
    file('other.trc'),
    formatTrc(phantomTrack({ duration_s: 8, cadence_steps_per_min: 70, seed: 62 }).track),
  );
  await writeFile(file('plates.csv'), eventsCsv(stored));
  await writeFile(file('stored.c3d'), Buffer.concat([...formatC3d(track, stored)]));
  await writeFile(file('silent.c3d'), Buffer.concat([...formatC3d(track, [])]));
});
afterAll(async () => {
  await Promise.all(open.map((session) => session.close()));
  await rm(folder, { recursive: true, force: true });
});

/** A session in which the files were analysed under names of their own. */
async function analysed(files: Readonly<Record<string, object>>): Promise<Session> {
  const session = await createSession({ workingFolder: folder });
  open.push(session);
  for (const [name, step] of Object.entries(files)) {
    await session.run({ step: 'load-landmarks', ...step, as: `${name}-points` });
    await session.run({ step: 'detect-events', pose: `${name}-points`, as: name });
  }
  return session;
}

interface Row {
  readonly of: string;
  readonly side: string;
  readonly n: number;
  readonly bias: number | null;
  readonly mdc: number | null;
  readonly f1_50_ms?: number;
}
interface AgreementJson {
  readonly notes: readonly string[];
  readonly walks: readonly { id: string; with: string; synchronised_by: string; offset_s: number }[];
  readonly agreement: readonly Row[];
  readonly curves: readonly { joint: string; side: string; rmse_deg: number }[];
}
const readAgreement = async (output: string): Promise<AgreementJson> =>
  JSON.parse(await readFile(path.join(folder, output, 'agreement.json'), 'utf8')) as AgreementJson;
const rowOf = ({ agreement }: AgreementJson, of: string, side = 'both'): Row =>
  agreement.find((row) => row.of === of && row.side === side)!;

describe('two sources of a walk', () => {
  it('with clocks and units of their own are set side by side', async () => {
    const session = await analysed({ mocap: { landmarks: 'mocap.trc' }, video: { landmarks: 'video.trc' } });
    const { walks, files } = await session.run({
      step: 'compare',
      of: 'video',
      with: 'mocap',
      output: 'both',
    });
    expect(files.map((name) => path.relative(folder, name)).sort()).toEqual(
      ['agreement.csv', 'agreement.json', 'comparison.html', 'pairs.csv'].map((name) => `both/${name}`),
    );
    expect(walks[0]!.warnings).toContain('Set beside mocap by their order, for no id is in both.');
    const agreement = await readAgreement('both');
    expect(agreement.walks[0]).toMatchObject({ id: 'video', synchronised_by: 'cross-correlation' });
    expect(agreement.walks[0]!.offset_s).toBeCloseTo(3.21, 2);
    expect(rowOf(agreement, 'heel_strike').f1_50_ms).toBe(1);
    expect(Math.abs(rowOf(agreement, 'stride_time_s').bias!)).toBeLessThan(0.005);
    expect(rowOf(agreement, 'knee_maximum_deg').n).toBeGreaterThan(8);
    expect(
      agreement.curves.find(({ joint, side }) => joint === 'knee' && side === 'both')!.rmse_deg,
    ).toBeLessThan(4);
    // A picture has no scale, so that lengths are in one source alone.
    expect(rowOf(agreement, 'stride_length_m')).toBeUndefined();
    const page = await readFile(file('both/comparison.html'), 'utf8');
    expect(page.match(/<svg/g)).toHaveLength(3);
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });

  it('keep every value, from which the table follows', async () => {
    const session = await analysed({ mocap: { landmarks: 'mocap.trc' }, video: { landmarks: 'video.trc' } });
    await session.run({ step: 'compare', of: 'video', with: 'mocap', output: 'values' });
    const pairs = parse<Record<string, string>>(await readFile(file('values/pairs.csv'), 'utf8'), {
      columns: true,
    });
    const stance = pairs.filter(({ of }) => of === 'stance_percent');
    const differences = stance.map(({ measured, reference }) => Number(measured) - Number(reference));
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    expect(rowOf(await readAgreement('values'), 'stance_percent')).toMatchObject({ n: stance.length });
    expect(rowOf(await readAgreement('values'), 'stance_percent').bias).toBeCloseTo(mean, 4);
  });

  it('of different walks are refused, one by one', async () => {
    const session = await analysed({
      mocap: { landmarks: ['mocap.trc', 'stored.c3d'] },
      other: { landmarks: ['other.trc', 'video.trc'] },
    });
    const { walks } = await session.run({ step: 'compare', of: 'mocap', with: 'other', output: 'mixed' });
    expect(walks.map(({ error }) => error?.message ?? null)).toEqual([
      expect.stringContaining('do not look like the same walk'),
      null,
    ]);
    expect((await readAgreement('mixed')).walks.map(({ id }) => id)).toEqual(['stored']);
  });

  it('that cannot be told to belong together are refused', async () => {
    const session = await analysed({
      one: { landmarks: 'mocap.trc' },
      two: { landmarks: ['other.trc', 'video.trc'] },
    });
    await expect(session.run({ step: 'compare', of: 'one', with: 'two' })).rejects.toMatchObject({
      kind: 'bad-input',
      message: '"one" has 1 walks and "two" 2, and none of them share an id.',
    });
  });
});

describe('a walk is compared with what lies beside it', () => {
  it('with its labels', async () => {
    const session = await analysed({ mocap: { landmarks: 'mocap.trc', labels: 'plates.csv' } });
    await session.run({ step: 'compare', of: 'mocap', output: 'labels' });
    const agreement = await readAgreement('labels');
    expect(agreement.walks[0]).toMatchObject({ with: 'labels of plates.csv', synchronised_by: 'one clock' });
    expect(rowOf(agreement, 'toe_off').f1_50_ms).toBe(1);
    expect(rowOf(agreement, 'stance_percent').n).toBeGreaterThan(8);
  });

  it('with the events that its own file holds', async () => {
    const session = await analysed({ stored: { landmarks: 'stored.c3d' } });
    await session.run({ step: 'compare', of: 'stored', output: 'stored' });
    const agreement = await readAgreement('stored');
    expect(agreement.walks[0]!.with).toBe('events stored in stored.c3d');
    expect(rowOf(agreement, 'heel_strike').f1_50_ms).toBe(1);
  });

  it('and where nothing does, it is told what could', async () => {
    const session = await analysed({ silent: { landmarks: 'silent.c3d' } });
    const { walks, files } = await session.run({ step: 'compare', of: 'silent', output: 'nothing' });
    expect(files).toEqual([]);
    expect(walks[0]!.error).toMatchObject({
      kind: 'bad-input',
      message: 'There is nothing beside silent.c3d to compare it with.',
    });
  });

  it('with labels that are none, it is told the line', async () => {
    await writeFile(file('wrong.csv'), 'time_s,side,event\n0.5,left,heel_strike\nsoon,left,toe_off\n');
    const session = await analysed({ mocap: { landmarks: 'mocap.trc', labels: 'wrong.csv' } });
    const { walks } = await session.run({ step: 'compare', of: 'mocap', output: 'wrong' });
    expect(walks[0]!.error!.message).toBe('Row 3 of wrong.csv: "soon" is no time_s.');
  });
});

describe('a report says what change the set-up can detect', () => {
  it('from a phantom that was analysed like its walks, and that it is no person', async () => {
    const { code } = await gait(
      [
        ...['analyze', '--landmarks', 'mocap.trc', '--phantom', sample],
        // Half of the phantom's frames tell its scatter as well.
        ...['--performance-mode', 'fast', '--set', 'frame_rate=15', '--output', 'report'],
      ],
      { folder },
    );
    expect(code).toBe(0);
    const change = JSON.parse(await readFile(file('report/detectable_change.json'), 'utf8')) as {
      readonly note: string;
      readonly parameters: Record<
        string,
        { mdc_one_cycle: number; by_walk: Record<string, { cycles: number; mdc: number }> }
      >;
    };
    const stance = change.parameters['stance_percent']!;
    expect(change.note).toContain('does not validate on people');
    expect(stance.mdc_one_cycle).toBeGreaterThan(0.1);
    expect(stance.mdc_one_cycle).toBeLessThan(10);
    expect(stance.by_walk['mocap']!.cycles).toBeGreaterThan(8);
    expect(stance.by_walk['mocap']!.mdc).toBeLessThan(stance.mdc_one_cycle);
    const report = await readFile(file('report/report.html'), 'utf8');
    expect(report).toContain('What change this set-up can detect');
    expect(report).toContain('From one phantom only the scatter from cycle to cycle is known');
  });

  it('but not from a recording whose truth nobody knows', async () => {
    const session = await analysed({ mocap: { landmarks: 'mocap.trc' } });
    await expect(
      session.run({ step: 'report', of: 'mocap', phantom: 'mocap', output: 'unknown' }),
    ).rejects.toMatchObject({ message: 'mocap is not a phantom: there is no truth beside it.' });
  });
});

describe('gait compare', () => {
  it('shows agreement and detectable change of two files', async () => {
    const { code, out, err } = await gait(['compare', 'video.trc', 'mocap.trc', '--output', 'command'], {
      folder,
    });
    expect(err).toContain('by cross-correlation');
    expect(code).toBe(0);
    expect(out).toMatch(/heel_strike +ms +\d+/);
    expect(out).toContain(path.join('command', 'comparison.html'));
  });

  it('prints one document with --json', async () => {
    const { out } = await gait(['compare', 'stored.c3d', '--json', '--output', 'document'], { folder });
    expect(rowOf(JSON.parse(out) as AgreementJson, 'heel_strike').f1_50_ms).toBe(1);
  });

  it('refuses three sources, and options that no source can use', async () => {
    const three = await gait(['compare', 'a.trc', 'b.trc', 'c.trc'], { folder });
    expect(three.code).toBe(2);
    const crop = await gait(['compare', 'mocap.trc', '--crop', '0,0,10,10'], { folder });
    expect(crop.err).toContain('--crop and --capture-fps are for videos');
    expect(crop.code).toBe(2);
  });
});
