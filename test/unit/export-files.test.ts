import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait } from '../../src/cli/program';
import { exportNotebook } from '../../src/kernel/export';
import { exportedCells } from '../../src/kernel/export/exported-cells';
import { browserCandidates, findBrowser } from '../../src/kernel/export/find-browser';
import { unblurredCells } from '../../src/kernel/export/unblurred-pictures';
import { questionBefore } from '../../src/extension/commands/export-questions';
import { outputFormat, outputTypes } from '../../src/shared/cell-output';
import type { ExportRequest } from '../../src/shared/export-form';
import {
  codeCell,
  display,
  notebook,
  runStudy,
  textCell,
  unblurred,
  type FileCell,
  type RunStudy,
} from './export-fixture';
import { studyOutput, studyRow } from './webview-fixture';

let study: RunStudy;
/** A folder of a test's own, in which a notebook lies. */
let folder: string;

beforeAll(async () => {
  study = await runStudy();
});
afterAll(() => study.close());

async function saveNotebook(text: string): Promise<string> {
  folder = await mkdtemp(path.join(study.folder, 'case-'));
  const file = path.join(folder, 'walks.gaitnb');
  await writeFile(file, text);
  return file;
}

const request = (text: string, more: Partial<ExportRequest> = {}): ExportRequest => ({
  text,
  notebookFile: path.join(folder, 'walks.gaitnb'),
  form: 'md',
  target: path.join(folder, 'walks.md'),
  overwrite: 'nothing',
  showUnblurred: false,
  browserPath: null,
  ...more,
});
const never = new AbortController().signal;

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => (said.out += text),
    err: (text: string) => (said.err += text),
    live: false,
    columns: 80,
  };
  const code = await gait(args, terminal, folder);
  return { code, ...said };
}

describe('gait export', () => {
  it('writes the document beside the notebook, under its name', async () => {
    await saveNotebook(notebook(textCell('# A study')));
    const { code, out } = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(code).toBe(0);
    expect(out).toBe('Exported:\n  walks.md\n');
    expect(await readFile(path.join(folder, 'walks.md'), 'utf8')).toBe('# A study\n');
  });

  it('tells programs what it wrote, the document first', async () => {
    await saveNotebook(notebook(await study.gait()));
    const { out } = await run('export', 'walks.gaitnb', '--to', 'md', '--output', 'sent/study.md', '--json');
    const { files } = JSON.parse(out) as { files: string[] };
    expect(files[0]).toBe(path.join(folder, 'sent', 'study.md'));
    expect(files.length).toBeGreaterThan(3);
    expect((await readdir(path.join(folder, 'sent'))).sort()).toEqual(['study.md', 'study_files']);
  });

  it('leaves a file that is there as it is, until it is told to write over it', async () => {
    await saveNotebook(notebook(textCell('# A study')));
    await writeFile(path.join(folder, 'walks.md'), 'My own notes');
    const refused = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/walks\.md is there already\.\nIt was left as it is\. .*--force/);
    expect(await readFile(path.join(folder, 'walks.md'), 'utf8')).toBe('My own notes');
    expect((await run('export', 'walks.gaitnb', '--to', 'md', '--force')).code).toBe(0);
    expect(await readFile(path.join(folder, 'walks.md'), 'utf8')).toBe('# A study\n');
  });

  it('leaves a picture that is there as it is, too', async () => {
    await saveNotebook(notebook(await study.gait()));
    const picture = path.join(folder, 'walks_files', 'cell-1-mean-cycle.svg');
    await mkdir(path.dirname(picture));
    await writeFile(picture, 'mine');
    const { code, err } = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(code).toBe(2);
    expect(err).toContain('cell-1-mean-cycle.svg is there already');
    expect(await readFile(picture, 'utf8')).toBe('mine');
    expect((await readdir(folder)).sort()).toEqual(['walks.gaitnb', 'walks_files']);
  });

  it('says how many files are in the way where there are several', async () => {
    await saveNotebook(notebook(await study.gait()));
    expect((await run('export', 'walks.gaitnb', '--to', 'md')).code).toBe(0);
    await rm(path.join(folder, 'walks.md'));
    const { code, err } = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(code).toBe(2);
    expect(err).toMatch(/cell-1-[\w-]+\.svg and \d more are there already\.\n.*--force/);
  });

  it('never writes over the notebook itself, or into a folder’s place', async () => {
    const file = await saveNotebook(notebook(textCell('# A study')));
    const itself = await run(
      'export',
      'walks.gaitnb',
      '--to',
      'ipynb',
      '--output',
      'walks.gaitnb',
      '--force',
    );
    expect(itself.err).toContain('is the notebook itself');
    const place = await run('export', 'walks.gaitnb', '--to', 'ipynb', '--output', '.', '--force');
    expect(place.err).toContain('is a folder');
    expect([itself.code, place.code]).toEqual([2, 2]);
    expect(await readFile(file, 'utf8')).toContain('A study');
  });

  it('refuses what is no notebook, and says what there is', async () => {
    await saveNotebook('{ "cells": [');
    expect(await run('export', 'walks.gaitnb', '--to', 'md')).toMatchObject({ code: 2 });
    expect((await run('export', 'none.gaitnb', '--to', 'md')).err).toContain('there is no such file');
    expect((await run('export', 'walks.gaitnb', '--to', 'docx')).err).toMatch(/html/);
  });

  it('asks before it exports pictures that were stored unblurred', async () => {
    await saveNotebook(notebook(await sharpPose()));
    const { code, err } = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(code).toBe(2);
    expect(err).toMatch(/cell 1 \(extract-pose\).*--no-blur-faces/s);
    expect(await readdir(folder)).toEqual(['walks.gaitnb']);
    const knowingly = await run('export', 'walks.gaitnb', '--to', 'md', '--no-blur-faces');
    expect(knowingly).toMatchObject({ code: 0, err: '' });
  });
});

/** A pose whose pictures were stored as they are. */
const sharpPose = async (change: Parameters<RunStudy['pose']>[0] = unblurred) => {
  const cell = await study.pose(change);
  const text = JSON.stringify(cell['outputs']).replaceAll('"blurred":true', '"blurred":false');
  return { ...cell, outputs: JSON.parse(text) as object[] };
};

describe('pictures that may show people', () => {
  const strip = { picture: { mime: 'image/jpeg', base64: '/9j/4AAQ' }, widthPx: 10, heightPx: 10 } as const;
  const load = (name: string, runCell?: object) =>
    codeCell(`step: load-video\nvideo: ${name}.mp4`, [
      display({ [outputTypes.study]: studyOutput({ rows: [studyRow(name, { strip })] }) }),
      ...(runCell ? [runCell] : []),
    ]);
  const named = (cell: FileCell) => unblurredCells(exportedCells(notebook(cell)));

  it('are those of a run with blur_faces off', async () => {
    expect(named(await sharpPose())).toEqual([{ name: 'cell 1 (extract-pose)', isKnown: true }]);
    const [, runCell] = (await study.pose(unblurred))['outputs'] as object[];
    expect(named(load('a', runCell))).toEqual([{ name: 'cell 1 (load-video)', isKnown: true }]);
  });

  it('are not those of a phantom, whose run would have blurred people', async () => {
    expect(named(await sharpPose({}))).toEqual([]);
    const [, runCell] = (await study.pose({}))['outputs'] as object[];
    expect(named(load('a', runCell))).toEqual([]);
  });

  it('are not the charts of such a run', async () => {
    const [, runCell] = (await study.pose(unblurred))['outputs'] as object[];
    expect(named(codeCell('step: report', [runCell!]))).toEqual([]);
  });

  it('are those that nothing is known of: of another version, or without the record of their run', async () => {
    expect(named(load('a'))).toEqual([{ name: 'cell 1 (load-video)', isKnown: false }]);
    const [pose] = (await study.pose())['outputs'] as { data: Record<string, object> }[];
    const later = {
      ...pose!.data,
      [outputTypes.pose]: { ...pose!.data[outputTypes.pose], format: outputFormat + 1 },
    };
    expect(named(codeCell('x', [display(later)]))).toEqual([{ name: 'cell 1', isKnown: false }]);
  });

  it('are not said to be unblurred where that is not known', async () => {
    await saveNotebook(notebook(load('a')));
    const { code, err } = await run('export', 'walks.gaitnb', '--to', 'md');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^Error: Whether people are blurred in the pictures of cell 1 \(load-video\) is not known/,
    );
    expect(err).not.toContain('blur_faces off');
  });

  it('are named to whoever asked, with nothing written', async () => {
    await saveNotebook('');
    const text = notebook(await sharpPose());
    expect(await exportNotebook(request(text), never)).toEqual({
      written: false,
      ask: 'show-unblurred',
      cells: [{ name: 'cell 1 (extract-pose)', isKnown: true }],
    });
    expect(await exportNotebook(request(text, { showUnblurred: true }), never)).toMatchObject({
      written: true,
    });
  });
});

describe('an export to a file that its dialog has asked for', () => {
  const asked = (text: string) => exportNotebook(request(text, { overwrite: 'document' }), never);

  it('is written over it, and asks for nothing more where nothing else is there', async () => {
    await saveNotebook('');
    await writeFile(path.join(folder, 'walks.md'), 'An earlier export');
    expect(await asked(notebook(await study.gait()))).toMatchObject({ written: true });
    expect(await readFile(path.join(folder, 'walks.md'), 'utf8')).not.toContain('An earlier export');
  });

  it('asks before it writes over pictures that are there, and leaves all as it is until then', async () => {
    await saveNotebook('');
    const text = notebook(await study.gait());
    const [document, picture] = [
      path.join(folder, 'walks.md'),
      path.join(folder, 'walks_files', 'cell-1-mean-cycle.svg'),
    ];
    await mkdir(path.dirname(picture));
    await writeFile(document, 'An earlier export');
    await writeFile(picture, 'mine');
    expect(await asked(text)).toEqual({ written: false, ask: 'overwrite', files: [picture] });
    expect(await readFile(document, 'utf8')).toBe('An earlier export');
    expect(await readFile(picture, 'utf8')).toBe('mine');
    const knowingly = await exportNotebook(request(text, { overwrite: 'everything' }), never);
    expect(knowingly).toMatchObject({ written: true });
    expect(await readFile(picture, 'utf8')).toContain('<svg');
  });
});

describe('an export whose pictures cannot be put down', () => {
  it.each<ExportRequest['overwrite']>(['nothing', 'document', 'everything'])(
    'as a file has the name of their folder says so, and loses nothing (%s may be written over)',
    async (overwrite) => {
      await saveNotebook('');
      const inTheWay = path.join(folder, 'walks_files');
      await writeFile(inTheWay, 'my list of files');
      if (overwrite !== 'nothing') await writeFile(path.join(folder, 'walks.md'), 'An earlier export');
      const before = await contents();
      const exported = exportNotebook(request(notebook(await study.gait()), { overwrite }), never);
      await expect(exported).rejects.toMatchObject({
        kind: 'bad-input',
        message: `${inTheWay} is a file where a folder is needed.`,
        hint: 'Move it, or name another place with --output.',
      });
      expect(await contents()).toEqual(before);
    },
  );

  it.each<ExportRequest['overwrite']>(['nothing', 'document', 'everything'])(
    'as a folder has the name of one says so instead of asking, and loses nothing (%s may be written over)',
    async (overwrite) => {
      await saveNotebook('');
      const inTheWay = path.join(folder, 'walks_files', 'cell-1-mean-cycle.svg');
      await mkdir(inTheWay, { recursive: true });
      if (overwrite !== 'nothing') await writeFile(path.join(folder, 'walks.md'), 'An earlier export');
      const before = await contents();
      const exported = exportNotebook(request(notebook(await study.gait()), { overwrite }), never);
      await expect(exported).rejects.toMatchObject({
        kind: 'bad-input',
        message: `${inTheWay} is a folder where a file is to be written.`,
        hint: 'Move it, or name another place with --output.',
      });
      expect(await contents()).toEqual(before);
    },
  );

  it('is known by its document however the path to it is written', async () => {
    await saveNotebook('');
    await writeFile(path.join(folder, 'walks.md'), 'An earlier export');
    const target = `${folder}/./walks.md`;
    const exported = exportNotebook(
      request(notebook(await study.gait()), { target, overwrite: 'document' }),
      never,
    );
    expect(await exported).toMatchObject({ written: true });
  });

  /** What lies in the folder, with the folders in it. */
  async function contents(): Promise<Record<string, string | null>> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const read = entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [file, entry.isFile() ? await readFile(file, 'utf8') : null] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  }
});

describe('what an editor asks before it exports', () => {
  it('names the folder, some files in it, and that the others stay', () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `/study/walks_files/${name}.svg`);
    expect(questionBefore({ written: false, ask: 'overwrite', files })).toMatchObject({
      message: 'Write over 6 pictures in walks_files?',
      detail:
        'a.svg, b.svg, c.svg and 3 more are there already, from an earlier export or made by you. Other files in that folder stay as they are.',
      allows: { overwrite: 'everything' },
    });
    const one = questionBefore({
      written: false,
      ask: 'overwrite',
      files: ['C:\\study\\walks_files\\a.svg'],
    });
    expect(one.message).toBe('Write over 1 picture in walks_files?');
    expect(one.detail).toMatch(/^a\.svg is there already/);
  });

  it('tells pictures that were stored unblurred from those of which that is not known', () => {
    const question = questionBefore({
      written: false,
      ask: 'show-unblurred',
      cells: [
        { name: 'cell 1 (load-video)', isKnown: true },
        { name: 'cell 2 (extract-pose)', isKnown: true },
        { name: 'cell 4 (load-video)', isKnown: false },
      ],
    });
    expect(question.detail).toMatch(
      /^Pictures of cell 1 \(load-video\), cell 2 \(extract-pose\) were stored with blur_faces off and may show people\. Whether people are blurred in the pictures of cell 4 \(load-video\) is not known/,
    );
    expect(question.allows).toEqual({ showUnblurred: true });
  });
});

describe('the browser that prints a PDF', () => {
  it('is looked for where each system has it', () => {
    const places = (platform: NodeJS.Platform, env: Record<string, string>) =>
      browserCandidates({ platform, env, home: '/home/a' });
    expect(places('linux', { PATH: '/usr/bin:/snap/bin' })).toContain('/snap/bin/chromium');
    expect(places('linux', { PATH: '/usr/bin', CHROME_PATH: '/opt/b' })[0]).toBe('/opt/b');
    expect(places('darwin', { PATH: '' })).toContain(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(places('win32', { PROGRAMFILES: 'C:\\Program Files' })).toContain(
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    );
  });

  it('where there is none, printing the HTML is what to do', async () => {
    const nowhere = { platform: 'linux', env: { PATH: study.folder }, home: study.folder } as const;
    await expect(findBrowser(null, nowhere)).rejects.toMatchObject({
      kind: 'bad-input',
      hint: expect.stringMatching(/HTML .*any browser.* PDF.*--browser/s) as string,
    });
    await expect(findBrowser(path.join(study.folder, 'none'))).rejects.toThrow('There is no browser at');
  });
});
