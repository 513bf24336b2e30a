import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { openRunLog, readRuns, type RunLog } from '../../src/kernel/store/run-records';
import { aRecord, aSample } from './performance-fixture';

let folder: string;
let log: RunLog;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'runs-'));
  log = await openRunLog(folder, { step: 'extract-pose', name: 'poses' });
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

const progress = {
  step: 'extract-pose',
  walkId: 'walk',
  doneFrames: 10,
  totalFrames: 100,
  framesPerSecond: 20,
  secondsLeft: 4.5,
};
const only = async () => (await readRuns(folder))[0]!;

it('shows a run while it goes on', async () => {
  log.stage('probe');
  log.stage('video_processing');
  log.progress(progress);
  log.sample(aSample({ rssMb: 321 }));
  const run = await only();
  expect(run).toMatchObject({
    id: log.id,
    step: 'extract-pose',
    name: 'poses',
    state: 'running',
    record: null,
    progress,
  });
  expect(run.stages.map(({ name }) => name)).toEqual(['probe', 'video_processing']);
  expect(run.samples).toEqual([aSample({ rssMb: 321 })]);
});

it('has the whole record of a run that is over', async () => {
  const record = aRecord({ id: log.id });
  await log.end(record);
  expect(await only()).toMatchObject({ state: 'ended', record });
});

it('writes no more than a line in a while, however many samples come', async () => {
  for (let sample = 0; sample < 1000; sample++) log.sample(aSample({ timeS: sample }));
  expect((await only()).samples.length).toBeLessThan(50);
});

it('tells a run whose process was killed', async () => {
  const text = readFileSync(log.file, 'utf8');
  writeFileSync(log.file, text.replace(/"owner":"([0-9a-f]{8})-\d+-/, '"owner":"$1-4194305-'));
  expect((await only()).state).toBe('died');
});

it('passes over a torn last line, and lines that it does not know', async () => {
  log.stage('probe');
  await log.end(aRecord());
  truncateSync(log.file, readFileSync(log.file).length - 40);
  expect(await only()).toMatchObject({ state: 'running', record: null, stages: [{ name: 'probe' }] });
  appendFileSync(log.file, '\n{"type":"of a later version"}\n');
  expect((await only()).stages).toHaveLength(1);
});

it('lists the newest run first, and no more than asked for', async () => {
  const later = await openRunLog(folder, { step: 'detect-events', name: 'events' });
  expect(new Set((await readRuns(folder)).map(({ id }) => id))).toEqual(new Set([log.id, later.id]));
  expect(await readRuns(folder, 1)).toHaveLength(1);
  const files = (await readRuns(folder)).map(({ file }) => file);
  expect(files).toEqual([...files].sort().reverse());
});

it('has no runs where there is no store', async () => {
  expect(await readRuns(path.join(folder, 'none'))).toEqual([]);
});

it('does not lose the run where its log cannot be written any more, and says so once', async () => {
  const troubles: unknown[] = [];
  const doomed = await openRunLog(folder, {
    step: 'report',
    name: 'report',
    onTrouble: (thrown) => troubles.push(thrown),
  });
  rmSync(path.dirname(doomed.file), { recursive: true });
  doomed.stage('write');
  doomed.stage('report');
  await doomed.end(aRecord());
  expect(troubles).toHaveLength(1);
  expect(existsSync(doomed.file)).toBe(false);
});
