// Names are only names: of videos, of walks and of folders, through the command.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait, readJson, sample, type AnalyzeJson } from '../fixtures/gait-command';
import { makeClip, packagedTools } from '../fixtures/video-clips';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-names-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tools = await packagedTools();
/** A short clip of its own content, so that no other's result is taken for it. */
function clip(name: string, index: number): void {
  const made = makeClip(tools, path.join(folder, 'made.mp4'), [
    ...['-ss', String(index / 10), '-i', sample, '-frames:v', '3'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  ]);
  writeFileSync(path.join(folder, name), readFileSync(made));
  rmSync(made);
}
const fast = ['--performance-mode', 'fast', '--json'];

describe('videos with strange names', () => {
  // What each becomes as the id of its walk, which names a folder and stands in tables and pages.
  const ids: Readonly<Record<string, string>> = {
    'two words.mp4': 'two words',
    '-dash.mp4': '-dash',
    'it\'s "so" $(id) `id`.mp4': 'it_s _so_ _(id) _id_',
    'Größe 歩行.mp4': 'Größe 歩行',
    'line\nbreak.mp4': 'line_break',
    '%03d.MP4': '_03d',
    'all[1]*.mp4': 'all_1_',
    '<img src=x onerror=alert(1)>.mp4': '_img src_x onerror_alert(1)_',
    'concat:a|b.mp4': 'concat_a_b',
    '.hidden a,b;c.mp4': 'hidden a_b_c',
    'report.html.mp4': 'report.html',
    'no-extension': 'no-extension',
  };
  let result: AnalyzeJson;
  let code: number;
  let said: string;

  beforeAll(async () => {
    for (const [index, name] of Object.keys(ids).entries()) clip(name, index);
    symlinkSync('two words.mp4', path.join(folder, 'link.mp4'));
    // A name that begins with a dash would be taken for an option, as everywhere.
    const videos = [...Object.keys(ids), 'link.mp4', 'two words.mp4'].map((name) => `./${name}`);
    const end = await gait(['analyze', '--videos', ...videos, ...fast], { folder });
    result = readJson(end);
    ({ code, err: said } = end);
  });

  it('are all analysed, each with an id that can name a folder', () => {
    expect(result.walks.filter(({ error }) => error !== null)).toEqual([]);
    expect(code).toBe(0);
    for (const [name, id] of Object.entries(ids)) {
      const walk = result.walks.find((one) => one.path === path.join(folder, name));
      // Beside the report itself a walk of that name makes room.
      expect(walk?.id).toBe(id === 'report.html' ? 'report.html-2' : id);
    }
    expect(said).not.toContain('Warning');
  });

  it('given twice, or through a link, are walks of their own', () => {
    const twice = result.walks.filter(({ path: file }) => file.endsWith('two words.mp4'));
    expect(twice.map(({ id }) => id)).toEqual(['two words', 'two words-2']);
    expect(result.walks.map(({ id }) => id)).toContain('link');
    const table = (id: string) => readFileSync(path.join(folder, 'results', id, 'walk.trc'), 'utf8');
    expect(table('two words-2').split('\n').slice(3)).toEqual(table('two words').split('\n').slice(3));
  });

  it('have a folder each, and files in it that are there', () => {
    const folders = readdirSync(path.join(folder, 'results'), { withFileTypes: true });
    expect(folders.filter((entry) => entry.isDirectory())).toHaveLength(result.walks.length);
    for (const file of result.files) expect(readFileSync(file).length).toBeGreaterThan(0);
  });

  it('are text in the report, not markup', () => {
    const page = readFileSync(path.join(folder, 'results', 'report.html'), 'utf8');
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('<img src_x');
  });
});

describe('a folder of videos', () => {
  beforeAll(() => {
    mkdirSync(path.join(folder, 'visit 1'));
    for (const [index, name] of ['b.mp4', 'a.mp4', 'notes.txt'].entries())
      clip(path.join('visit 1', name), 30 + index);
  });

  it('is taken by a glob, in the order of the names', async () => {
    const { out, code } = await gait(
      ['analyze', '--videos', 'visit 1/*.mp4', '--output', 'globbed', ...fast],
      { folder },
    );
    expect(code).toBe(0);
    const { walks } = JSON.parse(out) as AnalyzeJson;
    expect(walks.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('where a glob finds nothing, it is said where it was looked for', async () => {
    const { code, err, left } = await gait(['analyze', '--videos', 'visit 1/*.mov'], { folder });
    expect(code).toBe(2);
    expect(err).toContain('No file matches visit 1/*.mov');
    expect(err).toContain(folder);
    expect(left).toEqual([]);
  });
});

describe('store and output', () => {
  it('may be called anything as well', async () => {
    clip('one.mp4', 40);
    const [output, store] = ["out %03d [1] 'x'", 'store %d <b>'];
    const { code, err } = await gait(
      ['analyze', '--videos', 'one.mp4', '--output', output, '--store', store, ...fast],
      { folder },
    );
    expect(err).not.toContain('rror');
    expect(code).toBe(0);
    expect(readdirSync(path.join(folder, output))).toContain('report.html');
    expect(readdirSync(path.join(folder, store))).toContain('results');
  });
});
