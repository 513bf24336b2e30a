import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/kernel/package-files';
import { parseCell } from '../../src/shared/gait-cell';
import { editorNotebook, notebookFile, notebookFileText, parseNotebookFile } from '../../src/shared/notebook';
import { parseStep } from '../../src/shared/parse-step';
import type { Step } from '../../src/shared/steps';

const folder = path.join(packageRoot, 'samples');
const samples = readdirSync(folder).filter((name) => /\.(gaitnb|ipynb)$/.test(name));
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** The rules of nbformat 4.5, as strict as its own schema, for notebooks without outputs. */
const id = z.string().regex(/^[a-zA-Z0-9-_]{1,64}$/);
const metadata = z.record(z.string(), z.unknown());
const source = z.array(z.string());
const nbformat45 = z.strictObject({
  cells: z.array(
    z.discriminatedUnion('cell_type', [
      z.strictObject({ cell_type: z.literal('markdown'), id, metadata, source }),
      z.strictObject({
        cell_type: z.literal('code'),
        id,
        metadata,
        source,
        execution_count: z.null(),
        outputs: z.tuple([]),
      }),
    ]),
  ),
  metadata: z.looseObject({
    kernelspec: z.looseObject({ name: z.string(), display_name: z.string() }).optional(),
    language_info: z.looseObject({ name: z.string() }),
  }),
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
});

const stepsOf = (name: string): Step[] =>
  editorNotebook(parseNotebookFile(read(name)))
    .cells.filter(({ kind }) => kind === 'code')
    .map(({ text }) => parseStep(parseCell(text)));

describe('the sample notebooks', () => {
  it('are the six that the README and the extension speak of', () => {
    expect(samples.sort()).toEqual([
      'benchmark.gaitnb',
      'first-walk.gaitnb',
      'in-jupyter.ipynb',
      'phantom-first.gaitnb',
      'train-folds.gaitnb',
      'two-walks.gaitnb',
    ]);
  });

  it.each(samples)('%s is valid nbformat 4.5, each cell with an id of its own', (name) => {
    const { cells } = nbformat45.parse(JSON.parse(read(name)));
    expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
  });

  it.each(samples)('%s does not change when it is opened and saved', (name) => {
    expect(notebookFileText(notebookFile(editorNotebook(parseNotebookFile(read(name)))))).toBe(read(name));
  });

  it.each(samples)('%s has gait cells that can be run, in the order in which they stand', (name) => {
    expect(
      editorNotebook(parseNotebookFile(read(name)))
        .cells.filter(({ kind }) => kind === 'code')
        .every(({ language }) => language === 'gait'),
    ).toBe(true);
    const made = new Set<string>();
    for (const step of stepsOf(name)) {
      const inputs = Object.entries(step).flatMap(([key, value]): unknown[] =>
        [
          'of',
          'with',
          'pose',
          'data',
          ...(['extract-pose', 'benchmark'].includes(step.step) ? ['video'] : []),
        ].includes(key)
          ? [value].flat()
          : [],
      );
      for (const input of inputs) expect(made).toContain(input);
      made.add(step.as ?? step.step);
    }
    expect(made.size).toBe(stepsOf(name).length);
  });

  it.each(samples)('%s opens only videos that are shipped beside it, or that it makes', (name) => {
    const made = new Set<unknown>();
    for (const step of stepsOf(name)) {
      if (step.step === 'make-phantom') made.add(step.output);
      if (step.step !== 'load-video') continue;
      for (const video of [step.video ?? []].flat()) {
        expect(made.has(video) || existsSync(path.join(folder, video))).toBe(true);
      }
    }
  });
});
