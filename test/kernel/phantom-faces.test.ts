// Pictures of people are blurred and those of phantoms are not: which of them a video is must never be guessed.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, type Session } from '../../src/kernel/session';
import { referenceBeside } from '../../src/kernel/steps/compared-sources';
import type { PoseBundle } from '../../src/shared/display';
import type { Walk } from '../../src/shared/results';
import { keepPoseCode } from '../fixtures/pose-code';
import { clipFolder, makeClip, packagedTools } from '../fixtures/video-clips';

const folder = clipFolder();
const tools = await packagedTools();
const at = (name: string): string => path.join(folder, name);
let session: Session;

beforeAll(async () => {
  await keepPoseCode();
  session = await createSession({ workingFolder: folder, settings: { performance_mode: 'fast' } });
  await session.run({
    step: 'make-phantom',
    output: 'phantom.mp4',
    duration_s: 0.3,
    width_px: 320,
    height_px: 180,
  });
});
afterAll(() => session.close());

/** Whether the pictures that are kept of a video are blurred, where nothing is asked for. */
async function isBlurred(video: string): Promise<boolean> {
  await session.run({ step: 'load-video', video, as: 'walks' });
  const { walks } = await session.run({ step: 'extract-pose', video: 'walks', as: 'poses' });
  const bundle = await readFile(path.join(walks[0]!.folder!, 'display.json'), 'utf8');
  // Sound: the step wrote the file.
  return (JSON.parse(bundle) as PoseBundle).filmstrip!.blurred;
}

/** The clip and its truth under another name. */
async function copyAs(name: string): Promise<string> {
  await copyFile(at('phantom.mp4'), at(`${name}.mp4`));
  await copyFile(at('phantom.truth.json'), at(`${name}.truth.json`));
  return `${name}.mp4`;
}

describe('faces', () => {
  it('are left alone where the walker is a phantom, wherever clip and truth have gone together', async () => {
    expect(await isBlurred('phantom.mp4')).toBe(false);
    expect(await isBlurred(await copyAs('renamed'))).toBe(false);
  });

  it('are blurred in a phantom’s clip whose truth was left behind', async () => {
    await copyFile(at('phantom.mp4'), at('alone.mp4'));
    expect(await isBlurred('alone.mp4')).toBe(true);
  });

  it('are blurred where another video has come under a phantom’s name', async () => {
    const video = await copyAs('overwritten');
    // Of the same size, length and rate: only its bytes tell.
    makeClip(tools, at(video), ['-i', at('phantom.mp4'), '-vf', 'hflip']);
    expect(await isBlurred(video)).toBe(true);
  });

  it('are blurred where the truth does not say which clip it is of, or is none', async () => {
    const video = await copyAs('older');
    const { clip_sha256, ...older } = JSON.parse(await readFile(at('older.truth.json'), 'utf8')) as object & {
      clip_sha256: string;
    };
    expect(clip_sha256).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(at('older.truth.json'), JSON.stringify(older));
    expect(await isBlurred(video)).toBe(true);
    await writeFile(at('older.truth.json'), JSON.stringify({ clip_sha256 }));
    expect(await isBlurred(video)).toBe(true);
    await writeFile(at('older.truth.json'), 'nothing');
    expect(await isBlurred(video)).toBe(true);
  });

  it('of a video that took the place of a phantom after that was loaded are not looked for', async () => {
    const video = await copyAs('exchanged');
    await session.run({ step: 'load-video', video, as: 'walks' });
    makeClip(tools, at(video), ['-i', at('phantom.mp4'), '-vf', 'hflip']);
    const poses = session.run({
      step: 'extract-pose',
      video: 'walks',
      settings: { frame_rate: 7 }, // which the store has not answered yet
      as: 'poses',
    });
    const { walks } = await poses;
    expect(walks[0]!.error).toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('exchanged.mp4 has changed since it was loaded') as string,
      hint: 'Run load-video again.',
    });
  });
});

describe('the truth beside a clip', () => {
  const walkOf = (name: string): Walk => ({ id: name, source: 'video', path: at(`${name}.mp4`) });

  it('is what the clip is compared with, under whatever name the two go', async () => {
    await copyAs('followed');
    expect((await referenceBeside(walkOf('followed'))).kind).toBe('exact');
  });

  it('is not that of another video which has taken the clip’s name', async () => {
    const video = await copyAs('taken');
    makeClip(tools, at(video), ['-i', at('phantom.mp4'), '-vf', 'hflip']);
    await expect(referenceBeside(walkOf('taken'))).rejects.toThrow(
      'There is nothing beside taken.mp4 to compare it with.',
    );
  });
});
