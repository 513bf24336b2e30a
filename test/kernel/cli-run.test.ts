// The command as a user has it: a notebook run headless shows and holds what it would after a run in VS Code.
import {
  copyFileSync,
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
import { packageRoot } from '../../src/kernel/package-files';
import { createSession } from '../../src/kernel/session';
import { outputTypes } from '../../src/shared/cell-output';
import { parseCell } from '../../src/shared/gait-cell';
import { editorNotebook, parseNotebookFile } from '../../src/shared/notebook';
import type { StepInput } from '../../src/shared/steps';
import { parsePayload } from '../../src/webview/payload/parse';
import { gait, startGait } from '../fixtures/gait-command';
import { resultTables } from '../fixtures/result-tables';
import { clipFolder, makeClip, packagedTools } from '../fixtures/video-clips';

const samples = path.join(packageRoot, 'samples');
const tools = await packagedTools();
const clips = clipFolder();
const clip = makeClip(tools, path.join(clips, 'short.mp4'), [
  ...['-i', path.join(samples, 'walker-side.mp4'), '-frames:v', '75'],
]);
const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-cli-run-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeAll(() => {
  copyFileSync(clip, path.join(folder, 'walker-side.mp4'));
  copyFileSync(clip, path.join(folder, 'walker-oblique.mp4'));
  for (const name of ['first-walk.gaitnb', 'in-jupyter.ipynb'])
    copyFileSync(path.join(samples, name), path.join(folder, name));
});
const run = (...args: string[]) => gait(['run', ...args], { folder });

interface SavedCell {
  readonly cell_type: string;
  readonly execution_count?: number | null;
  readonly source: readonly string[];
  readonly metadata: { readonly gait?: { readonly run?: object }; readonly [key: string]: unknown };
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly ename?: string;
    readonly evalue?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  }[];
}
const saved = (name: string, of = folder) =>
  (JSON.parse(readFileSync(path.join(of, name), 'utf8')) as { cells: SavedCell[] }).cells;
const codeCells = (name: string, of = folder) =>
  saved(name, of).filter(({ cell_type }) => cell_type === 'code');
const notebook = (name: string, ...cells: string[]) => {
  const code = cells.map((text) => ({
    ...{ cell_type: 'code', execution_count: null, metadata: { mine: 1 }, outputs: [], source: [text] },
  }));
  const words = { cell_type: 'markdown', metadata: {}, source: ['Hello'] };
  const file = { cells: [words, ...code], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path.join(folder, name), JSON.stringify(file));
};
const loadCell = 'step: load-video\nvideo: walker-side.mp4 # mine\nas: walks\n';

describe('gait run', () => {
  it('saves what every cell shows, and leaves all else as it was', async () => {
    const before = saved('first-walk.gaitnb');
    const { code, out, err, left } = await run('first-walk.gaitnb', '--json');
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(0);
    expect(left).toEqual([]);
    const document = JSON.parse(out) as { cells: { step: string; error: null }[]; not_run: number };
    expect(document.cells.map(({ step }) => step)).toEqual([
      ...['load-video', 'extract-pose', 'detect-events', 'report'],
    ]);
    expect(document.not_run).toBe(0);
    const after = saved('first-walk.gaitnb');
    expect(after.map(({ source, cell_type }) => ({ source, cell_type }))).toEqual(
      before.map(({ source, cell_type }) => ({ source, cell_type })),
    );
    const cells = codeCells('first-walk.gaitnb');
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([1, 2, 3, 4]);
    for (const { metadata, outputs } of cells) {
      expect(metadata.gait?.run).toMatchObject({ succeeded: true, started_ms: expect.any(Number) as number });
      expect(outputs!.at(-1)!.data).toHaveProperty([outputTypes.run]);
    }
    const shown = cells.flatMap(({ outputs }) => outputs!.flatMap(({ data = {} }) => Object.keys(data)));
    for (const type of ['study', 'pose', 'gait'] as const) expect(shown).toContain(outputTypes[type]);
  });

  it('has the results that a session has, and is answered from its store the second time', async () => {
    const own = path.join(folder, 'by-session');
    mkdirSync(own);
    copyFileSync(clip, path.join(own, 'walker-side.mp4'));
    const session = await createSession({ workingFolder: own });
    for (const { source } of codeCells('first-walk.gaitnb'))
      await session.run(parseCell(source.join('')) as StepInput);
    await session.close();
    expect(await resultTables(path.join(folder, 'results/first-walk'))).toEqual(
      await resultTables(path.join(own, 'results/first-walk')),
    );
    const { code, err } = await run('first-walk.gaitnb', '--output', 'again/ran.gaitnb');
    expect(code).toBe(0);
    expect(err).toMatch(/^extract-pose {2}1 walk in .*all from the store/m);
    expect(codeCells('ran.gaitnb', path.join(folder, 'again'))).toHaveLength(4);
  });

  it('saves outputs that an editor opens and draws', () => {
    const { cells } = editorNotebook(
      parseNotebookFile(readFileSync(path.join(folder, 'first-walk.gaitnb'), 'utf8')),
    );
    const items = cells.flatMap(({ outputs }) => outputs.flatMap((output) => output.items));
    const ours = items.filter(
      ({ mime }) => mime.startsWith('application/vnd.gait.') && !mime.includes('kept'),
    );
    expect(ours.length).toBeGreaterThanOrEqual(7);
    for (const item of ours) {
      if (!('text' in item)) throw new Error(`${item.mime} is not text`);
      expect(parsePayload(JSON.parse(item.text))).toMatchObject({ ok: true });
    }
  });

  it('writes what is set into the cells, so that file and outputs agree', async () => {
    const { code } = await run(
      ...['first-walk.gaitnb', '--output', 'set.gaitnb', '--set', 'gait.filter_cutoff_hz=4', 'height_m=1.6'],
    );
    expect(code).toBe(0);
    const [load, , events] = codeCells('set.gaitnb');
    expect(load!.source.join('')).toContain('height_m: 1.6 # gives lengths a scale');
    expect(events!.source.join('')).toContain('filter_cutoff_hz: 4');
    const record = events!.outputs!.at(-1)!.data![outputTypes.run];
    expect(record).toMatchObject({ ran: { step: { filter_cutoff_hz: 4 } } });
    expect(saved('first-walk.gaitnb').map(({ source }) => source)).not.toContain(events!.source);
  });

  it('runs the gait cells of a Jupyter notebook', async () => {
    const { code } = await run('in-jupyter.ipynb');
    expect(code).toBe(0);
    expect(codeCells('in-jupyter.ipynb').map(({ execution_count }) => execution_count)).toEqual([1, 2, 3, 4]);
    expect(codeCells('in-jupyter.ipynb')[0]!.metadata['vscode']).toEqual({ languageId: 'gait' });
  });

  it('stops at the first cell that fails: its error is saved, and cells after it keep what they showed', async () => {
    notebook('wrong.gaitnb', loadCell, 'step: extract-pose\nvideo: wlaks\n', loadCell);
    const { code, err, out } = await run('wrong.gaitnb');
    expect(code).toBe(2);
    expect(err).toContain('Error: Cell 2: There is no result "wlaks".');
    expect(err).toContain('Did you mean "walks"?');
    expect(out).toContain('Ran 1 of 3 cells');
    const [first, second, third] = codeCells('wrong.gaitnb');
    expect(first!.execution_count).toBe(1);
    expect(first!.metadata['mine']).toBe(1);
    expect(second!.outputs![0]).toMatchObject({ output_type: 'error', ename: 'Not run' });
    expect(second!.outputs![0]!.evalue).toContain('There is no result "wlaks".');
    expect(third).toMatchObject({ execution_count: null, outputs: [] });
  });

  it('says once that a video is not there', async () => {
    notebook('gone.gaitnb', 'step: load-video\nvideo: nope.mp4\n', loadCell);
    const { code, err } = await run('gone.gaitnb');
    expect(code).toBe(2);
    expect(err).toMatch(/^Error: Cell 1: .*nope\.mp4/m);
    expect(err.match(/nope\.mp4/g)).toHaveLength(1);
    expect(err).not.toContain('nope failed');
  });

  it('ends with the code of the error: 3 where the memory limit does not allow it', async () => {
    notebook('small.gaitnb', loadCell, 'step: extract-pose\nvideo: walks\nmax_memory_mb: 150\n');
    const { code, err } = await run('small.gaitnb', '--store', 'other-store');
    expect(code).toBe(3);
    expect(err).toMatch(/\d+ MB/);
    expect(codeCells('small.gaitnb')[1]!.outputs![0]).toMatchObject({ ename: 'Memory limit' });
    expect(existsSync(path.join(folder, 'other-store'))).toBe(true);
  });

  it('runs to its end with code 1 where a profile of a benchmark fails, and says what is to be said once', async () => {
    const profiles = { tiny: { performance_mode: 'accurate', max_memory_mb: 300 } };
    writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify({ performance_profiles: profiles }));
    const asked = 'type: mediapipe\nframes: 20\nrepeats: 1\nbaseline: false';
    notebook(
      'measured.gaitnb',
      loadCell,
      `step: benchmark\nvideo: walks\nprofiles: [tiny]\n${asked}\nas: measured`,
      'step: extract-pose\nvideo: walks\nprofile: fast\nas: poses',
      'step: detect-events\npose: poses\nas: gait',
      'step: report\nof: gait',
    );
    const { code, out, err } = await run('measured.gaitnb', '--config', 'tiny.json');
    expect(code).toBe(1);
    expect(out).toContain('Ran 5 cells');
    expect(err).toContain('tiny (mediapipe): The memory limit of 300 MB');
    const remarks = err.split('\n').filter((line) => line.startsWith('walker-side: '));
    expect(remarks.length).toBeGreaterThan(1);
    expect(new Set(remarks).size).toBe(remarks.length);
  });

  it('that is stopped keeps what was finished, leaves nothing running, and ends with 130', async () => {
    notebook('stopped.gaitnb', loadCell, 'step: extract-pose\nvideo: walks\nprofile: accurate\n');
    const { child, ended } = startGait(['run', 'stopped.gaitnb', '--store', 'stopped-store'], {
      folder,
      onSaid: (said) => {
        if (said.includes('load-video')) child.kill('SIGINT');
      },
    });
    const { code, left, err } = await ended;
    expect(code).toBe(130);
    expect(err).toContain('Cancelled.');
    expect(left).toEqual([]);
    expect(codeCells('stopped.gaitnb')[0]!.outputs).not.toEqual([]);
  });

  it('that is killed loses the cell that was running, and no more', async () => {
    const short = loadCell.replace('as:', 'max_frames: 24\nas:');
    notebook('killed.gaitnb', short, 'step: extract-pose\nvideo: walks\nprofile: accurate\n');
    const { child, ended } = startGait(['run', 'killed.gaitnb', '--store', 'killed-store'], {
      folder,
      onSaid: (said) => {
        if (said.includes('extract-pose')) child.kill('SIGKILL');
      },
    });
    expect((await ended).code).toBe(137);
    const [first, second] = codeCells('killed.gaitnb');
    expect(first!.metadata.gait?.run).toMatchObject({ succeeded: true });
    expect(second!.outputs).toEqual([]);
    // What the next run does is whole, and nothing that was half-written stays in the folder.
    const again = await run('killed.gaitnb', '--store', 'killed-store', '--set', 'extract-pose.profile=fast');
    expect(again.code).toBe(0);
    expect(codeCells('killed.gaitnb')[1]!.source.join('')).toContain('profile: fast');
    expect(readdirSync(folder).filter((name) => /^\.[0-9a-f]{8}-/.test(name))).toEqual([]);
  });

  it.each<[string, () => string[], string, string]>([
    ['a notebook that is not there', () => ['nowhere.gaitnb'], 'cannot be read', 'study.gaitnb'],
    [
      'a letter',
      () => {
        writeFileSync(path.join(folder, 'letter.gaitnb'), 'Dear reader,');
        return ['letter.gaitnb'];
      },
      'is not JSON',
      'left as it is',
    ],
    [
      'a notebook of the future',
      () => {
        writeFileSync(path.join(folder, 'new.gaitnb'), '{"nbformat": 5, "cells": []}');
        return ['new.gaitnb'];
      },
      'nbformat 5',
      'newer version',
    ],
    [
      'a notebook without gait cells',
      () => {
        writeFileSync(path.join(folder, 'empty.gaitnb'), '');
        return ['empty.gaitnb'];
      },
      'no gait cells',
      'load-video',
    ],
    [
      'an output that is a folder',
      () => {
        mkdirSync(path.join(folder, 'a-folder'));
        return ['wrong.gaitnb', '--output', 'a-folder'];
      },
      'is a folder',
      '--output',
    ],
    [
      'an output that is something else',
      () => ['wrong.gaitnb', '--output', 'walker-side.mp4'],
      'is no notebook',
      '--output',
    ],
    [
      'a key that nothing has',
      () => ['wrong.gaitnb', '--set', 'walks.vdeo=a.mp4'],
      'no cell has a key',
      'walks.video',
    ],
  ])('with %s ends with exit code 2, and says why', async (_what, args, wrong, hint) => {
    const { code, err } = await run(...args());
    expect(code).toBe(2);
    expect(err).toContain(wrong);
    expect(err).toContain(hint);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
