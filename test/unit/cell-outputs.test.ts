import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellOutputs } from '../../src/kernel/display/outputs';
import { mostOfCell, mostOfOutput, mostShownWalks, sizeOf } from '../../src/kernel/display/outputs/bounds';
import { openStore, type Store } from '../../src/kernel/store/store';
import {
  outputTypes,
  type CellOutput,
  type GaitOutput,
  type PoseOutput,
  type RunOutput,
} from '../../src/shared/cell-output';
import type { StepInput } from '../../src/shared/steps';
import { parsePayload } from '../../src/webview/payload/parse';
import { doneRun, failed, gaitFolder, poseFolder, result } from './cell-outputs-fixture';
import { expectWellFormed } from './display-well-formed';

const detect: StepInput = { step: 'detect-events', pose: 'poses', as: 'gait' };
const extract: StepInput = { step: 'extract-pose', video: 'walks', as: 'poses' };
const own: readonly string[] = [outputTypes.study, outputTypes.pose, outputTypes.gait, outputTypes.run];

let folder: string;
let store: Store;
let pose: string;
let gait: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-outputs-'));
  store = await openStore(path.join(folder, 'store'));
  pose = await poseFolder(path.join(folder, 'pose'), { durationS: 6 });
  gait = await gaitFolder(path.join(folder, 'gait'), 6);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const slots = (outputs: readonly CellOutput[]): string[] => outputs.map(({ slot }) => slot);
const textOf = (outputs: readonly CellOutput[], slot: string): string =>
  outputs.find((output) => output.slot === slot)?.data['text/plain'] as string;
interface Payloads {
  pose: PoseOutput;
  gait: GaitOutput;
  run: RunOutput;
}
const payloadOf = <Kind extends keyof Payloads>(
  outputs: readonly CellOutput[],
  slot: string,
  kind: Kind,
): Payloads[Kind] => {
  // As the page that draws it reads it.
  const parsed = parsePayload(outputs.find((output) => output.slot === slot)?.data[outputTypes[kind]]);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.payload as Payloads[Kind];
};

/** Every output is small, has its text, its picture where it is rich, and nothing that an editor would run. */
function expectShowable(outputs: readonly CellOutput[]): void {
  expect(new Set(slots(outputs)).size).toBe(outputs.length);
  for (const output of outputs) {
    const types = Object.keys(output.data);
    expect(output.data['text/plain']).toEqual(expect.stringMatching(/\S/));
    expect(types).not.toContain('text/html');
    expect(sizeOf(output)).toBeLessThanOrEqual(mostOfOutput);
    for (const type of types.filter((name) => own.includes(name))) {
      // As the notebook's file has it.
      const saved = JSON.parse(JSON.stringify(output.data[type])) as unknown;
      expect(parsePayload(saved)).toMatchObject({ ok: true });
    }
    if (types.length > 1) expectWellFormed(output.data['image/svg+xml'] as string);
  }
  expect(outputs.reduce((sum, output) => sum + sizeOf(output), 0)).toBeLessThanOrEqual(mostOfCell);
}

describe('what a cell shows', () => {
  it('of a pose: the player with its pictures, a still picture and a text; and what it cost', async () => {
    const outputs = await cellOutputs(doneRun(store, extract, [result('w1', pose)]));
    expect(slots(outputs)).toEqual(['pose:w1', 'run']);
    expectShowable(outputs);
    expect(textOf(outputs, 'pose:w1')).toMatch(/^w1: A pose was found in 179 of 180 frames/);
    expect(outputs[0]!.data['image/svg+xml']).toContain('data:image/jpeg;base64,');
  });

  it('says that a result is kept where drawing it came to the memory limit', async () => {
    const run = doneRun(store, extract, [result('w1', pose)]);
    const outputs = await cellOutputs({ ...run, signal: AbortSignal.abort() });
    expect(slots(outputs)).toEqual(['more', 'run']);
    expect(textOf(outputs, 'more')).toContain('The result is kept');
  });

  it('of events: curves and figures beside the pose that they were found in, of one and the same recording', async () => {
    const poses = await cellOutputs(doneRun(store, extract, [result('w1', pose)]));
    const events = await cellOutputs(
      doneRun(store, detect, [result('w1', gait, { sourceFolder: pose, sourceAddress: 'a' })]),
    );
    expect(slots(events)).toEqual(['gait:w1', 'run']);
    expectShowable(events);
    const payload = payloadOf(events, 'gait:w1', 'gait');
    expect(payload.name).toBe('gait');
    const shown = payloadOf(poses, 'pose:w1', 'pose');
    expect(payload.recording).toBe(shown.recording);
    // The pictures stand in the notebook once, and are found by their id.
    expect(shown.picture?.mime).toBe('image/jpeg');
    expect(payload.pose).toMatchObject({ picture: null, pictureId: shown.pictureId });
    expect(payload.pose?.bundle).toEqual(shown.bundle);
  });

  it('of another tool’s landmarks: events without pictures', async () => {
    const outputs = await cellOutputs(
      doneRun(store, detect, [result('trial', gait, { sourceAddress: 'digest of trial.trc' })]),
    );
    expectShowable(outputs);
    expect(payloadOf(outputs, 'gait:trial', 'gait')).toMatchObject({
      pose: null,
      recording: 'digest of trial.trc',
    });
  });

  it('is the same from the store, save that it says so', async () => {
    const walks = [result('w1', gait, { sourceFolder: pose })];
    const before = await cellOutputs(doneRun(store, detect, walks));
    const again = walks.map((one) => ({ ...one, fromStore: true }));
    const after = await cellOutputs(doneRun(store, detect, again));
    expect(after[0]).toEqual(before[0]);
    expect(payloadOf(before, 'run', 'run').fromStore).toBe(false);
    expect(payloadOf(after, 'run', 'run').fromStore).toBe(true);
    expect(textOf(after, 'run')).toContain('everything from the store');
  });

  it('takes script in the name of a walk for text', async () => {
    const id = '<script>alert(1)</script>" onload="x';
    const outputs = await cellOutputs(doneRun(store, detect, [result(id, gait, { sourceFolder: pose })]));
    const loaded = await cellOutputs(
      doneRun(store, { step: 'load-landmarks', landmarks: 'x.trc' }, [
        {
          ...result(id, gait, { warnings: [id] }),
          walk: { id, source: 'landmarks', path: `/data/${id}.trc` },
        },
      ]),
    );
    for (const shown of [outputs, loaded]) {
      expectShowable(shown);
      for (const { data } of shown) {
        expect(data['image/svg+xml']).not.toMatch(/<script|onload="x/);
      }
    }
    expect(textOf(outputs, `gait:${id}`)).toContain(id);
  });
});

describe('a cell stays small', () => {
  it('with an hour of data and the largest sheet of pictures', { timeout: 60_000 }, async () => {
    const longPose = await poseFolder(path.join(folder, 'long-pose'), {
      durationS: 3600,
      tiles: 160,
      jpegBytes: 450_000,
    });
    const longGait = await gaitFolder(path.join(folder, 'long-gait'), 3600);
    const outputs = await cellOutputs(
      doneRun(store, detect, [result('hour', longGait, { sourceFolder: longPose })]),
    );
    expectShowable(outputs);
    const payload = payloadOf(outputs, 'gait:hour', 'gait');
    expect(payload.bundle.totals.events).toBeGreaterThan(10_000);
    expect(payload.pose?.bundle.frames).toBe(108_000);
    expectShowable(await cellOutputs(doneRun(store, extract, [result('hour', longPose)])));
  });

  it('with many walks: the first in full, the others named', async () => {
    const walks = Array.from({ length: 20 }, (_, index) => result(`w${index}`, pose));
    const outputs = await cellOutputs(doneRun(store, extract, walks));
    expectShowable(outputs);
    expect(slots(outputs)).toEqual([
      ...walks.slice(0, mostShownWalks).map(({ walk }) => `pose:${walk.id}`),
      'more',
      'run',
    ]);
    expect(textOf(outputs, 'more')).toMatch(/^8 more walks are not shown here/);
    expect(textOf(outputs, 'more')).toContain('w19: some events');
  });

  it('with walks that are large together', async () => {
    const large = await poseFolder(path.join(folder, 'large'), {
      durationS: 10,
      tiles: 160,
      jpegBytes: 800_000,
    });
    const walks = Array.from({ length: 12 }, (_, index) => result(`w${index}`, large));
    const outputs = await cellOutputs(doneRun(store, extract, walks));
    expectShowable(outputs);
    expect(slots(outputs)).toContain('more');
  });

  it('with a study of a thousand walks', async () => {
    const walks = Array.from({ length: 1000 }, (_, index) => ({
      ...result(`walk-${index}`, pose, { record: { frames: 300, recordingS: 3 } }),
      walk: { id: `walk-${index}`, source: 'landmarks' as const, path: `/data/${index}.trc`, heightM: 1.75 },
    }));
    const outputs = await cellOutputs(doneRun(store, { step: 'load-landmarks', landmarks: '*.trc' }, walks));
    expectShowable(outputs);
    expect(slots(outputs)).toEqual(['study', 'run']);
    expect(outputs[0]!.data[outputTypes.study]).toMatchObject({
      more: 500,
      rows: expect.arrayContaining([
        expect.objectContaining({ file: '7.trc', durationS: 3, metadata: { height_m: '1.75' } }),
      ]) as unknown,
    });
    expect(textOf(outputs, 'study')).toMatch(/and 980 more walks/);
  });
});

describe('where something went wrong', () => {
  it('a walk that failed is named with the reason, and without the folders of this machine', async () => {
    const outputs = await cellOutputs(doneRun(store, extract, [result('good', pose), failed('bad')]));
    expectShowable(outputs);
    expect(slots(outputs)).toEqual(['pose:good', 'more', 'run']);
    expect(textOf(outputs, 'more')).toBe('bad: Not one frame of bad.mp4 can be decoded.');
    expect(JSON.stringify(outputs)).not.toContain('/videos');
  });

  it('a run that was stopped shows its plot and its reason alone', async () => {
    const run = doneRun(store, extract, [], {
      outcome: 'memory-limit',
      error: 'extract-pose was stopped at 400 MB while it read /home/someone/study/anna/walk.mp4.',
    });
    const outputs = await cellOutputs({ ...run, outcome: null, results: null });
    expectShowable(outputs);
    expect(slots(outputs)).toEqual(['run']);
    expect(textOf(outputs, 'run')).toContain('stopped at its memory limit');
    expect(textOf(outputs, 'run')).toContain('while it read anna/walk.mp4.');
    expect(JSON.stringify(outputs)).not.toContain('someone');
    const { record } = payloadOf(outputs, 'run', 'run');
    expect(record.series.length).toBeGreaterThan(100);
  });

  it('results that the store has lost are said to be lost, and those that are there are shown', async () => {
    const outputs = await cellOutputs(
      doneRun(store, extract, [result('gone', path.join(folder, 'nowhere')), result('there', pose)]),
    );
    expectShowable(outputs);
    expect(slots(outputs)).toEqual(['pose:there', 'more', 'run']);
    expect(textOf(outputs, 'more')).toMatch(/^gone: .*no longer in the store: run the cell again/);
  });

  it('the path of the user’s ffmpeg is not passed on with the settings', async () => {
    const run = doneRun(store, extract, [result('w1', pose)]);
    const settings = { ...run.record.settings.settings, ffmpeg_path: '/home/someone/My tools/bin/ffmpeg' };
    const record = { ...run.record, settings: { ...run.record.settings, settings } };
    const outputs = await cellOutputs({ ...run, record });
    expect(payloadOf(outputs, 'run', 'run').record.settings.settings.ffmpeg_path).toBe('ffmpeg');
  });
});

describe('files that a step wrote', () => {
  it('are named from the working folder, with what they are', async () => {
    const run = doneRun(store, { step: 'report', of: 'gait' }, []);
    const files = ['results/w1/events.csv', 'results/report.html'].map((file) =>
      path.join('/home/someone/study', file),
    );
    const outside = '/elsewhere/deep/study.csv';
    const outputs = await cellOutputs({ ...run, outcome: { ...run.outcome!, files: [...files, outside] } });
    expect(slots(outputs)).toEqual(['files', 'run']);
    expect(textOf(outputs, 'files').split('\n')).toEqual([
      '3 files written:',
      'results/w1/events.csv – heel strikes and toe-offs',
      'results/report.html – the report, to be opened in a browser',
      'deep/study.csv – one row a walk, ready for statistics',
    ]);
  });
});
