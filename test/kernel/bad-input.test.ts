// What a user gives by mistake, through the command itself: each says what is wrong and what to do.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait, readJson, sample, sampleCadence, type AnalyzedWalk } from '../fixtures/gait-command';
import { makeClip, packagedTools } from '../fixtures/video-clips';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-bad-input-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tools = await packagedTools();
const at = (name: string): string => path.join(folder, name);
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const clip = (name: string, options: readonly string[]): string => makeClip(tools, at(name), options);
const walking = (seconds: number): string[] => ['-t', String(seconds), '-i', sample];

beforeAll(() => {
  clip('good.mp4', [...walking(2.5), ...h264]);
});

/** What every mistake has in common: no trace of the program, no result, nothing left running. */
function expectTidyEnd({ err, left }: { err: string; left: readonly string[] }, output: string): void {
  expect(err).not.toMatch(/^\s+at .*:\d+/m);
  expect(err).not.toMatch(/node:internal|undefined|\[object|NaN/);
  expect(existsSync(at(output))).toBe(false);
  expect(left).toEqual([]);
}

let runs = 0;
/** Runs the command with a store and an output folder of its own. */
async function refused(args: readonly string[]) {
  const output = `refused-${(runs += 1)}`;
  const end = await gait(['analyze', ...args, '--output', output, '--store', `store-${runs}`], { folder });
  expectTidyEnd(end, output);
  return end;
}

describe('a video that cannot be used', () => {
  beforeAll(() => {
    mkdirSync(at('recordings.mp4'));
    writeFileSync(at('empty.mp4'), '');
    writeFileSync(at('letter.mp4'), 'Dear reader, this is no video.\n'.repeat(50));
    clip('speech.mp4', ['-f', 'lavfi', '-i', 'sine=duration=1']);
    execFileSync('mkfifo', [at('pipe.mp4')]);
    writeFileSync(at('unfinished.mp4'), readFileSync(at('good.mp4')).subarray(0, 20_000));
  });

  it.each([
    ['nowhere.mp4', 'There is no file', 'Check the path'],
    ['recordings.mp4', 'is a folder, not a video', 'use a glob'],
    ['empty.mp4', 'is empty (0 bytes)', 'Copy or export the video again'],
    ['letter.mp4', 'is not a video', 'Check that the file is what its name says'],
    ['speech.mp4', 'holds sound but no picture', 'Give the video'],
    ['pipe.mp4', 'is not a regular file', 'Give the path of a video file'],
    ['unfinished.mp4', 'is cut off or was never finished', 'Copy it from the camera again'],
  ])('ends with 2 and says what to do: %s', async (name, message, hint) => {
    const { code, err } = await refused(['--videos', name]);
    expect(code).toBe(2);
    expect(err).toContain(at(name));
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  it.each([
    ['0,0,0,0', 'a width and height above 0'],
    ['10,10,-20,30', 'a width and height above 0'],
    ['600,0,100,100', 'which is 640 × 360 pixels'],
    ['left half', 'four numbers of pixels'],
  ])('ends with 2 where the crop is %s', async (crop, words) => {
    const { code, err } = await refused([
      '--videos',
      'good.mp4',
      '--crop',
      crop,
      '--performance-mode',
      'fast',
    ]);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});

describe('a study of strange walks', () => {
  // After how many tenths the piece of each kind ends; video.test.ts cuts such files at more places.
  const cuts = { mp4: [1, 5, 8], mkv: [1, 3, 9] };
  const cutFrames = 24;
  let walks: ReadonlyMap<string, AnalyzedWalk>;
  let left: readonly string[];
  let code: number;

  beforeAll(async () => {
    mkdirSync(at('study'));
    const cut = clip('cut.mp4', [
      '-i',
      sample,
      '-frames:v',
      String(cutFrames),
      '-g',
      '6',
      ...h264,
      '-movflags',
      '+faststart',
    ]);
    clip('cut.mkv', ['-i', cut, '-c', 'copy']);
    for (const [kind, tenths] of Object.entries(cuts)) {
      const whole = readFileSync(at(`cut.${kind}`));
      for (const tenth of tenths) {
        const part = whole.subarray(0, (whole.length * tenth) / 10);
        writeFileSync(at(path.join('study', `${kind}-${tenth}.${kind}`)), part);
      }
    }
    const made = (name: string, options: readonly string[]) =>
      clip(path.join('study', name), [...options, ...h264]);
    made('one-frame.mp4', ['-i', sample, '-frames:v', '1']);
    made('nobody.mp4', ['-f', 'lavfi', '-i', 'color=gray:size=320x240:duration=1']);
    made('two-people.mp4', [...walking(2.5), '-filter_complex', 'split[a][b];[b]hflip[c];[a][c]hstack']);
    made('leaves.mp4', [
      ...walking(2.5),
      '-vf',
      "geq=lum='if(gt(T,1.2),128,lum(X,Y))':cb='if(gt(T,1.2),128,cb(X,Y))':cr='if(gt(T,1.2),128,cr(X,Y))'",
    ]);
    made('varying.mp4', [...walking(2.5), '-vf', "select='not(eq(mod(n,5),3))'", '-vsync', 'vfr']);
    const lying = clip('lying.mp4', [...walking(2.5), '-vf', 'transpose=2', ...h264]);
    clip(path.join('study', 'portrait.mp4'), ['-i', lying, '-c', 'copy', '-metadata:s:v', 'rotate=90']);
    made('8k.mp4', ['-i', sample, '-frames:v', '2', '-vf', 'scale=7680:4320']);
    writeFileSync(at(path.join('study', 'letter.mp4')), 'Dear reader, this is no video.');
    const end = await gait(
      [
        'analyze',
        '--videos',
        'good.mp4',
        'study/*',
        '--performance-mode',
        'fast',
        '--output',
        'strange',
        '--json',
      ],
      { folder },
    );
    ({ left, code } = end);
    walks = new Map(readJson(end).walks.map((walk) => [walk.id, walk]));
    expect(end.err).not.toMatch(/^\s+at .*:\d+|Warning/m);
  });

  const walk = (id: string): AnalyzedWalk => {
    const found = walks.get(id);
    if (!found) throw new Error(`There is no walk ${id} among ${[...walks.keys()].join(', ')}.`);
    return found;
  };
  /** Frames that the walk's tables hold. */
  const framesOf = (id: string): number =>
    readFileSync(at(path.join('strange', id, 'angles.csv')), 'utf8')
      .trim()
      .split('\n').length - 1;

  it('does all that can be done, says that one walk failed, and leaves nothing running', () => {
    expect(code).toBe(1);
    expect([...walks.values()].filter(({ error }) => error !== null).map(({ id }) => id)).toContain('letter');
    expect(walk('good').parameters?.cadence_steps_per_min).toBeCloseTo(sampleCadence, -1);
    expect(left).toEqual([]);
  });

  it.each(Object.entries(cuts).flatMap(([kind, tenths]) => tenths.map((tenth) => `${kind}-${tenth}`)))(
    'a video cut off in the middle gives what is there and counts what is lost: %s',
    (id) => {
      const { error, warnings } = walk(id);
      if (error !== null) {
        // Not one frame is left of the shortest pieces.
        expect(id).toMatch(/-1$/);
        expect(error.kind).toBe('bad-input');
        expect(error.hint).toMatch(/again/);
        return;
      }
      const lost = /damaged: (\d+) frames? could not be decoded/.exec(warnings.join('\n'))?.[1];
      expect(Number(lost)).toBeGreaterThan(0);
      expect(framesOf(id) + Number(lost)).toBe(cutFrames);
    },
  );

  it('a video of one frame has no events, and says so', () => {
    expect(walk('one-frame').parameters?.cadence_steps_per_min).toBeNull();
    expect(walk('one-frame').warnings.join(' ')).toMatch(/No events/);
  });

  it('a video without a person is no error, but has no figures, and says what helps', () => {
    expect(walk('nobody')).toMatchObject({ error: null, parameters: { cadence_steps_per_min: null } });
    expect(walk('nobody').warnings.join(' ')).toMatch(/No person was found. A crop/);
  });

  it('of two people one is followed, and the figures are that one’s', () => {
    expect(walk('two-people').parameters?.cadence_steps_per_min).toBeCloseTo(sampleCadence, -1);
  });

  it('a person who leaves is followed until then, and the share is told', () => {
    const { warnings, parameters } = walk('leaves');
    expect(warnings.join(' ')).toMatch(/seen in [45]\d % of the frames only/);
    expect(parameters?.quality.detected_share).toBeLessThan(0.6);
  });

  it.each(['portrait', 'varying'])('%s is measured like any other', (id) => {
    expect(Math.abs(walk(id).parameters!.cadence_steps_per_min! / sampleCadence - 1)).toBeLessThan(0.03);
  });

  it('8K is more than the limit of this profile allows; the limit that is named does', async () => {
    expect(walk('8k').error).toMatchObject({
      kind: 'memory-limit',
      message: expect.stringMatching(/limit of 1024 MB .* Decoding the largest video/) as string,
    });
    const [, named] = /Set max_memory_mb to (\d+)/.exec(walk('8k').error?.hint ?? '') ?? [];
    const args = ['--videos', 'study/8k.mp4', '--performance-mode', 'fast', '--output', 'strange'];
    const end = await gait(['analyze', ...args, '--max-memory', named!], { folder, watchedFor: 'memory' });
    expect(end.code).toBe(0);
    expect(framesOf('8k')).toBe(2);
    expect(end.peakMb).toBeLessThan(Number(named));
  });
});

describe('a study table', () => {
  it.each([
    ['without a path column', 'file,subject\ngood.mp4,A\n', ['no column "path"', 'It has file, subject']],
    [
      'with an id twice',
      'path,id\ngood.mp4,a\ngood.mp4,a\n',
      ['The id "a" stands twice', 'an id of its own'],
    ],
    [
      'with a wrong type',
      'path,height_m\ngood.mp4,tall\n',
      ['Row 2', 'height_m', '"tall"', 'number from 0.4'],
    ],
    ['with an unknown word', 'path,affected_side\ngood.mp4,L\n', ['affected_side', '"L"', '"left", "right"']],
    ['with a misspelled column', 'path,hieght_m\ngood.mp4,1.7\n', ['"hieght_m"', 'Did you mean "height_m"']],
    ['without rows', 'path,id\n', ['no rows', 'Its columns are']],
    ['that is empty', '', ['no rows']],
    ['with an open quote', 'path\n"good.mp4\n', ['not a readable CSV', 'Save it again as CSV']],
    ['with an id that leads out', 'path,id\ngood.mp4,../x\n', ['cannot name a folder', 'Use letters']],
  ])('%s is refused with 2', async (_, table, words) => {
    writeFileSync(at('table.csv'), table);
    const { code, err } = await refused(['--study', 'table.csv']);
    expect(code).toBe(2);
    for (const word of words) expect(err).toContain(word);
  });

  it.each(['nowhere.csv', '.'])('that cannot be read is refused with 2: %s', async (name) => {
    const { code, err } = await refused(['--study', name]);
    expect(code).toBe(2);
    expect(err).toContain('cannot be read');
    expect(err).toContain('--study');
  });

  it('goes on with its other walks where a video in it is missing', async () => {
    writeFileSync(
      at('table.csv'),
      'path,id,crop\ngood.mp4,here,\nnowhere.mp4,gone,\ngood.mp4,outside,"0,0,9000,90"\n',
    );
    const end = await gait(
      ['analyze', '--study', 'table.csv', '--performance-mode', 'fast', '--output', 'table', '--json'],
      { folder },
    );
    expect(end.code).toBe(1);
    expect(end.left).toEqual([]);
    const { walks } = readJson(end);
    expect(walks.map(({ id, error }) => [id, error?.kind ?? null])).toEqual([
      ['here', null],
      ['gone', 'bad-input'],
      ['outside', 'bad-input'],
    ]);
    expect(readdirSync(at('table')).sort()).toEqual([
      'here',
      'performance_report.json',
      'report.html',
      'study.csv',
    ]);
  });
});

describe('settings', () => {
  beforeAll(() => {
    writeFileSync(at('broken.json'), '{ "frame_width": 480,');
    writeFileSync(at('misspelled.json'), '{ "frame_widht": 480 }');
    writeFileSync(at('wrong.json'), '{ "mediapipe": { "model_complexity": 7 } }');
    writeFileSync(at('void.json'), '');
  });

  it.each([
    ['an unknown profile', ['--performance-mode', 'fats'], ['no profile "fats"', '"fast"']],
    ['an unknown key', ['--set', 'frame_widht=300'], ['unknown key "frame_widht"', '"frame_width"']],
    ['an unknown flag', ['--video', 'good.mp4'], ['--video', '--videos']],
    ['a value out of range', ['--set', 'frame_width=0'], ['frame_width cannot be 0', '64 to 7680']],
    ['a negative limit', ['--max-memory', '-5'], ['--max-memory cannot be -5', 'MB']],
    ['no limit at all', ['--max-memory', '0'], ['--max-memory cannot be 0', 'MB']],
    ['an absurd limit', ['--max-memory', '1e12'], ['--max-memory cannot be 1000000000000', '"80%"']],
    ['more than all', ['--max-memory', '500%'], ['--max-memory cannot be "500%"', '"80%"']],
    ['a limit in words', ['--max-memory', 'lots'], ['--max-memory cannot be "lots"', 'MB']],
    ['a file that breaks off', ['--config', 'broken.json'], ['broken.json is not JSON', 'looks like {']],
    [
      'an unknown key in a file',
      ['--config', 'misspelled.json'],
      ['misspelled.json: unknown key', '"frame_width"'],
    ],
    [
      'a wrong value in a file',
      ['--config', 'wrong.json'],
      ['wrong.json: mediapipe.model_complexity', '0, 1 or 2'],
    ],
    ['an empty file', ['--config', 'void.json'], ['void.json is not JSON: it is empty', 'looks like {']],
    ['no such file', ['--config', 'nowhere.json'], ['nowhere.json cannot be read', '--config']],
    ['a folder for a file', ['--config', '.'], ['cannot be read: it is a folder', '--config']],
    [
      'an ffmpeg that is not there',
      ['--set', 'ffmpeg_path=/nowhere/ffmpeg'],
      ['/nowhere/ffmpeg', 'ffmpeg_path'],
    ],
  ])('%s: refused with 2', async (_, options, words) => {
    const { code, err } = await refused(['--videos', 'good.mp4', ...options]);
    expect(code).toBe(2);
    for (const word of words) expect(err).toContain(word);
  });
});
