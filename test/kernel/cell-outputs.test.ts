import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellOutputs } from '../../src/kernel/display/outputs';
import { mostOfOutput, sizeOf } from '../../src/kernel/display/outputs/bounds';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { packageRoot } from '../../src/kernel/package-files';
import { openSession, type CellSession } from '../../src/kernel/session';
import { writeJpeg } from '../../src/kernel/video/jpeg';
import type {
  CellOutput,
  GaitOutput,
  PoseOutput,
  RunOutput,
  StudyOutput,
} from '../../src/shared/cell-output';
import { outputTypes } from '../../src/shared/cell-output';
import type { StepInput } from '../../src/shared/steps';
import { parsePayload } from '../../src/webview/payload/parse';
import { phantomTrack } from '../unit/gait-fixture';
import { clipFolder, makeClip, packagedTools, testPicture } from '../fixtures/video-clips';

const clips = clipFolder();
const tools = await packagedTools();
const sample = path.join(packageRoot, 'samples/walker-side.mp4');
const walker = makeClip(tools, path.join(clips, 'walker.mp4'), ['-i', sample, '-frames:v', '75']);

let folder: string;
let session: CellSession;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-cells-'));
  session = await openSession({ workingFolder: folder, settings: { performance_mode: 'fast' } });
  await writeFile(path.join(folder, 'trial.trc'), formatTrc(phantomTrack({ duration_s: 6, seed: 3 }).track));
});
afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the cell of a step shows. */
async function cell(step: StepInput): Promise<CellOutput[]> {
  const outputs: CellOutput[] = [];
  await session.run(step, {
    onEnd: async (run) => {
      outputs.push(...(await cellOutputs(run)));
    },
  });
  for (const output of outputs) {
    expect(output.data['text/plain']).toEqual(expect.stringMatching(/\S/));
    expect(sizeOf(output)).toBeLessThanOrEqual(mostOfOutput);
    for (const [type, value] of Object.entries(output.data)) {
      if (!type.startsWith('application/vnd.gait.')) continue;
      expect(parsePayload(JSON.parse(JSON.stringify(value)))).toMatchObject({ ok: true });
      expect(output.data['image/svg+xml']).toMatch(/^<svg /);
    }
    // The folder of the study, where patients' names may stand.
    expect(JSON.stringify(output.data)).not.toContain(path.basename(folder));
  }
  return outputs;
}

/** What one output of a cell holds, as the page that draws it reads it. */
const payload = <Kind extends 'study' | 'pose' | 'gait' | 'run'>(
  outputs: readonly CellOutput[],
  kind: Kind,
): { study: StudyOutput; pose: PoseOutput; gait: GaitOutput; run: RunOutput }[Kind] => {
  const data = outputs.find((output) => output.data[outputTypes[kind]] !== undefined)!.data;
  const parsed = parsePayload(data[outputTypes[kind]]);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.payload as never; // the kind says which it is
};

/** How much the brightness of neighbouring pixels differs on average: what blurring takes away. */
async function sharpness(base64: string): Promise<number> {
  const jpeg = path.join(clips, 'seen.jpg');
  const grey = path.join(clips, 'seen.raw');
  await writeFile(jpeg, Buffer.from(base64, 'base64'));
  makeClip(tools, grey, ['-i', jpeg, '-f', 'rawvideo', '-pix_fmt', 'gray']);
  const pixels = await readFile(grey);
  return (
    pixels.subarray(1).reduce((sum, value, index) => sum + Math.abs(value - pixels[index]!), 0) /
    pixels.length
  );
}

describe('the cells of a notebook, one after the other', () => {
  it('show frames of the video, the skeleton on the walker, and the curves with their events', async () => {
    const loaded = await cell({ step: 'load-video', video: walker, as: 'walks' });
    const study = payload(loaded, 'study');
    expect(study.rows[0]).toMatchObject({ id: 'walker', file: 'walker.mp4', frames: 75, widthPx: 640 });
    expect(study.rows[0]!.strip).toMatchObject({ widthPx: 8 * 128, heightPx: 72 });

    const posed = await cell({ step: 'extract-pose', video: 'walks', as: 'poses' });
    const pose = payload(posed, 'pose');
    // Every frame of so short a clip.
    expect(pose.bundle.filmstrip?.tiles).toHaveLength(75);
    expect(pose.picture?.base64.length).toBeLessThan(600_000);

    const detected = await cell({ step: 'detect-events', pose: 'poses', as: 'gait' });
    const gait = payload(detected, 'gait');
    expect(gait.bundle.events.length).toBeGreaterThan(4);
    expect(gait.recording).toBe(pose.recording);
    // The notebook holds the pictures once: those of the pose are shown with the events as well.
    expect(gait.pose?.picture).toBeNull();
    expect(gait.pose?.pictureId).toBe(pose.pictureId);
    expect(gait.pose?.bundle).toEqual(pose.bundle);
  });

  it('show the same again from the store, and say that nothing was computed', async () => {
    const steps: StepInput[] = [
      { step: 'load-video', video: walker, as: 'walks' },
      { step: 'extract-pose', video: 'walks', as: 'poses' },
      { step: 'detect-events', pose: 'poses', as: 'gait' },
    ];
    for (const step of steps) {
      const first = await cell(step);
      const again = await cell(step);
      expect(payload(again, 'run').fromStore).toBe(true);
      const shown = (outputs: CellOutput[]): unknown =>
        JSON.parse(JSON.stringify(outputs.slice(0, -1)).replaceAll(/"recordId":"[^"]*"/g, '"recordId":""'));
      expect(shown(again)).toEqual(shown(first));
    }
  });

  it('show the files of a report, and the charts of a comparison for any notebook', async () => {
    await cell({ step: 'load-landmarks', landmarks: 'trial.trc', as: 'trial' });
    await cell({ step: 'detect-events', pose: 'trial', as: 'one' });
    await cell({ step: 'detect-events', pose: 'trial', method: 'foot-velocity', as: 'other' });
    const compared = await cell({ step: 'compare', of: 'one', with: 'other', output: 'side by side' });
    expect(compared.map(({ slot }) => slot)).toEqual([
      ...['comparison', 'comparison:2', 'chart:events', 'chart:parameters', 'chart:curves', 'files', 'run'],
    ]);
    const [first, second, chart] = compared.map(({ data }) => data);
    expect(first!['text/plain']).toMatch(/^trial beside trial of other: \d+ paired cycles/);
    expect(second!['text/plain']).toMatch(/^Bias of joint angles.*\nHip, .*Minimal detectable change/s);
    for (const text of [first, second].map((data) => String(data!['text/plain']).split('\n'))) {
      // VS Code hides the middle of what is longer, and what is wider is cut off.
      expect(text.length).toBeLessThanOrEqual(30);
      expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(100);
    }
    expect(chart![outputTypes.chart]).toMatchObject({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    });
    const reported = await cell({ step: 'report', of: 'one', output: 'results' });
    expect(reported.map(({ slot }) => slot)).toEqual(['files', 'run']);
    expect(reported[0]!.data['text/plain']).toContain('results/trial/events.csv – heel strikes and toe-offs');
  });

  it('show a phantom as it was drawn, for it is nobody', async () => {
    const outputs = await cell({
      step: 'make-phantom',
      output: 'phantom.mp4',
      duration_s: 1,
      width_px: 320,
      height_px: 180,
    });
    expect(outputs.map(({ slot }) => slot)).toEqual(['study', 'files', 'run']);
    expect(outputs[1]!.data['text/plain']).toContain('phantom.mp4 – the video');
    const { strip } = payload(outputs, 'study').rows[0]!;
    expect(await sharpness(strip!.picture.base64)).toBeGreaterThan(1);
  });
});

describe('a sheet of pictures', () => {
  it('is compressed until it is small enough', async () => {
    const [widthPx, heightPx] = [800, 600];
    const noise = Uint8Array.from({ length: widthPx * heightPx * 4 }, (_, at) => (at * 7919) % 251);
    const file = path.join(clips, 'noise.jpg');
    const picture = { widthPx, heightPx, data: noise };
    await writeJpeg(file, picture, tools);
    const free = (await stat(file)).size;
    await writeJpeg(file, picture, tools, free / 2);
    expect((await stat(file)).size).toBeLessThanOrEqual(free / 2);
  });
});

describe('the strip of a video', () => {
  const stripOf = async (step: Omit<Extract<StepInput, { step: 'load-video' }>, 'step'>) =>
    payload(await cell({ step: 'load-video', ...step }), 'study').rows[0]!;

  it('is blurred as a whole unless that is turned off', async () => {
    const blurred = await stripOf({ video: walker });
    const clear = await stripOf({ video: walker, settings: { blur_faces: false } });
    expect(await sharpness(clear.strip!.picture.base64)).toBeGreaterThan(
      2 * (await sharpness(blurred.strip!.picture.base64)),
    );
  });

  it('shows the part that is looked at, upright', async () => {
    const flat = makeClip(tools, path.join(clips, 'flat.mp4'), testPicture('180x160', 60));
    const turned = makeClip(tools, path.join(clips, 'turned.mp4'), [
      ...['-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90'],
    ]);
    expect((await stripOf({ video: turned })).strip).toMatchObject({ widthPx: 8 * 64, heightPx: 72 });
    const part = await stripOf({ video: turned, crop: [40, 20, 80, 160] });
    expect(part.strip).toMatchObject({ widthPx: 8 * 36, heightPx: 72 });
  });

  it('looks into an hour of video at some places, and decodes no more than that', async () => {
    const hour = makeClip(tools, path.join(clips, 'hour.mp4'), [
      ...['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=1:duration=3600'],
      ...['-pix_fmt', 'yuv420p', '-g', '60', '-preset', 'ultrafast'],
    ]);
    const { strip, durationS } = await stripOf({ video: hour });
    expect(durationS).toBe(3600);
    expect(strip).toMatchObject({ widthPx: 8 * 64, heightPx: 48 });
  });

  it('is missing, with a warning, where no frame can be decoded; the video is there all the same', async () => {
    const broken = path.join(clips, 'broken.avi');
    makeClip(tools, broken, [...testPicture('64x48', 10), '-c:v', 'mpeg4']);
    const bytes = await readFile(broken);
    const start = bytes.indexOf('movi');
    bytes.fill(0xff, start + 12, bytes.indexOf('idx1'));
    await writeFile(broken, bytes);
    const { strip, warnings, frames } = await stripOf({ video: broken });
    expect(frames).toBe(10);
    expect(strip).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/^No frames are shown/)]);
  });

  it('is there also where the file does not say how long it is', async () => {
    const options = [...testPicture('64x48', 40), '-g', '8', '-live', '1'];
    const live = makeClip(tools, path.join(clips, 'live.mkv'), options);
    const { strip, warnings } = await stripOf({ video: live });
    expect(strip).not.toBeNull();
    expect(warnings).toEqual([]);
  });

  it('is left out where the memory limit is too low for it, and made when there is more', async () => {
    const wide = makeClip(tools, path.join(clips, 'wide.mp4'), testPicture('6144x3456', 2));
    // Far above what the process of the tests itself has come to by now.
    const without = await stripOf({ video: wide, max_memory_mb: 500 });
    expect(without.strip).toBeNull();
    expect(without.warnings).toEqual([expect.stringMatching(/memory limit is too low/)]);
    expect((await stripOf({ video: wide, max_memory_mb: 1024 })).strip).not.toBeNull();
  });
});
