// Other tools' files through the command: a walk whose truth is known, as each of them would have written it.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatC3d } from '../../src/kernel/landmarks/c3d/write';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { matchEvents, type TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import { body25Names } from '../../src/shared/body25';
import type { GaitEvent, KeypointTrack } from '../../src/shared/results';
import { gait, readJson, type AnalyzedWalk } from '../fixtures/gait-command';
import { phantomTrack, withDropped } from '../unit/gait-fixture';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-tools-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const fileIn = (...names: string[]) => path.join(folder, ...names);

const options = { seed: 41, fps: 50, duration_s: 8 };
const { track: inMetres, events: truth } = phantomTrack(options);
const heightPx = 360;
const { track: inPixels } = phantomTrack(options, 'px');

const named = (track: KeypointTrack, names: Readonly<Record<string, string>>): KeypointTrack => ({
  ...track,
  names: track.names.map((name) => names[name] ?? name),
});
/** Plug-in Gait's names under a subject. */
const vicon = {
  ...{ LHip: 'LHJC', LKnee: 'LKNE', LAnkle: 'LANK', LHeel: 'LHEE', LBigToe: 'LTOE', LShoulder: 'LSHO' },
  ...{ RHip: 'RHJC', RKnee: 'RKNE', RAnkle: 'RANK', RHeel: 'RHEE', RBigToe: 'RTOE', RShoulder: 'RSHO' },
};
const halpe26 = { MidHip: 'Hip' };
/** x along the walk, z upwards. */
const zUp = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  position: track.position.map((_, k) => {
    const [x, y, z] = Array.from(track.position.subarray(k - (k % 3), k - (k % 3) + 3));
    return [x!, -z!, y!][k % 3]!;
  }),
});
const yDown = (track: KeypointTrack): KeypointTrack => ({
  ...track,
  position: track.position.map((value, k) => (k % 3 === 1 ? heightPx - value : value)),
});
/** As Sports2D lays a TRC out: frames from 0, and no blank line below the header. */
const asSports2d = (track: KeypointTrack): string =>
  [...formatTrc(named(track, halpe26))]
    .join('')
    .replace('\n\n', '\n')
    .replace(/^(\d+)(?=\t\d+\.\d{6}\t)/gm, (frame) => String(Number(frame) - 1));

/** OpenPose's folder: y downwards, and (0, 0, 0) where a point was not found. */
function openPoseFolder(where: string, track: KeypointTrack): void {
  mkdirSync(where);
  for (let frame = 0; frame < track.timeS.length; frame++) {
    const values = body25Names.flatMap((name) => {
      const at = frame * track.names.length + track.names.indexOf(name);
      if (!(track.confidence[at]! > 0)) return [0, 0, 0];
      return [track.position[at * 3]!, heightPx - track.position[at * 3 + 1]!, 0.9];
    });
    writeFileSync(
      path.join(where, `walk_${String(frame).padStart(12, '0')}_keypoints.json`),
      JSON.stringify({ version: 1.3, people: [{ person_id: [-1], pose_keypoints_2d: values }] }),
    );
  }
}

const eventsOf = (file: string): Pick<GaitEvent, 'timeS' | 'side' | 'event'>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [timeS, side, event] = line.split(',');
      // Sound: the command's own table.
      return { timeS: Number(timeS), side, event } as TrueEvent;
    });

const expectTruth = (walk: string) => {
  const header = readFileSync(fileIn('results', walk, 'events.csv'), 'utf8').split('\n')[0]!;
  expect(header).toMatch(/^time_s,side,event,/);
  const found = eventsOf(fileIn('results', walk, 'events.csv')).map((event) => ({ ...event, confidence: 1 }));
  const judged = [truth[0]!.timeS - 0.02, truth.at(-1)!.timeS + 0.02] as const;
  const { missed, invented } = matchEvents(found, truth, 0.05, judged);
  expect({ missed, invented }).toEqual({ missed: [], invented: [] });
};

describe('one walk, as other tools write it', () => {
  let walks: readonly AnalyzedWalk[] = [];
  let told = '';
  beforeAll(async () => {
    await writeFile(fileIn('vicon.c3d'), formatC3d(named(zUp(inMetres), vicon), []));
    await writeFile(fileIn('sports2d_m.trc'), asSports2d(inMetres));
    await writeFile(fileIn('sports2d_px.trc'), asSports2d(yDown(inPixels)));
    const mm = { ...inMetres, position: inMetres.position.map((value) => value * 1000) };
    await writeFile(fileIn('mislabelled.trc'), formatTrc(zUp(mm)));
    openPoseFolder(fileIn('openpose'), withDropped(inPixels, 0.03, 5));
    const files = ['vicon.c3d', 'sports2d_m.trc', 'sports2d_px.trc', 'mislabelled.trc', 'openpose'];
    const end = await gait(['analyze', '--landmarks', ...files, '--fps', '50', '--json'], { folder });
    expect(end.code).toBe(0);
    walks = readJson(end).walks;
    told = end.err;
  });

  for (const [walk, told] of [
    ['vicon', 'Plug-in Gait’s C3D with z upwards'],
    ['sports2d_m', 'Sports2D’s TRC in metres'],
    ['sports2d_px', 'Sports2D’s TRC in pixels counted downwards'],
    ['mislabelled', 'a TRC in millimetres that says metres, with z upwards'],
    ['openpose', 'a folder of OpenPose with zeros for what is missing'],
  ] as const) {
    it(`${told} gives the events of the truth`, () => {
      expectTruth(walk);
    });
  }

  it('says what it had to put right, and nothing of the files that were right', () => {
    const warningsOf = (id: string) => walks.find((walk) => walk.id === id)!.warnings.join('\n');
    expect(warningsOf('mislabelled')).toMatch(/lengths were taken as mm\.\n.*z points upwards/);
    expect(told).toContain('lengths were taken as mm.');
    for (const id of ['vicon', 'sports2d_m', 'sports2d_px', 'openpose']) {
      expect(warningsOf(id)).not.toMatch(/taken as|turned|mirror/);
    }
  });

  it('writes what other tools read, and reads it again to the same events', async () => {
    const written = ['walk.trc', 'walk.mot', 'walk.c3d', 'keypoints.parquet', 'pose_body25.json.gz'];
    for (const name of written) expect(existsSync(fileIn('results', 'vicon', name))).toBe(true);
    const again = ['walk.trc', 'walk.c3d', 'keypoints.parquet'];
    const files = again.map((name) => path.join('results', 'vicon', name));
    const end = await gait(['analyze', '--landmarks', ...files, '--output', 'again', '--json'], { folder });
    expect(end.code).toBe(0);
    const expected = eventsOf(fileIn('results', 'vicon', 'events.csv'));
    for (const { id } of readJson(end).walks) {
      const found = eventsOf(fileIn('again', id, 'events.csv'));
      expect(found.map(({ side, event }) => `${side} ${event}`)).toEqual(
        expected.map(({ side, event }) => `${side} ${event}`),
      );
      for (const [k, { timeS }] of found.entries()) expect(timeS).toBeCloseTo(expected[k]!.timeS, 2);
    }
  });
});

describe('a study of landmarks', () => {
  it('goes on past files that cannot be used, with a clear word for each', async () => {
    await writeFile(fileIn('cut.c3d'), Buffer.concat([...formatC3d(inMetres, [])]).subarray(0, 600));
    const noFeet = { ...inMetres, names: inMetres.names.map((name) => name.replace(/Heel|Toe/, 'Wrist')) };
    await writeFile(fileIn('no-feet.trc'), formatTrc(noFeet));
    await writeFile(fileIn('good.trc'), formatTrc(inMetres));
    const rows = ['path', 'good.trc', 'cut.c3d', 'no-feet.trc'];
    await writeFile(fileIn('study.csv'), rows.join('\n'));
    const end = await gait(['analyze', '--study', 'study.csv', '--output', 'mixed', '--json'], { folder });
    expect(end.code).toBe(1);
    expect(readJson(end).walks.map(({ id, error }) => [id, error?.message])).toEqual([
      ['good', undefined],
      ['cut', expect.stringMatching(/damaged/)],
      ['no-feet', expect.stringMatching(/no heels by name/)],
    ]);
    expect(end.err).not.toMatch(/^\s+at /m);
  });
});
