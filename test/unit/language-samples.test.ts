import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/shared/language/diagnostics/diagnose';
import type { Files } from '../../src/shared/language/cell-context';
import { notebook } from './language-fixture';

interface Saved {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
  }[];
}

const folder = 'samples';
const notebooks = readdirSync(folder).filter((name) => /\.(gaitnb|ipynb)$/.test(name));

/** The clips are there once they are made; what cells name must be among them. */
const files: Files = {
  list: (inside) =>
    Promise.resolve(
      readdirSync(path.join(folder, inside), { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        folder: entry.isDirectory(),
      })),
    ),
  exists: (name) => Promise.resolve(name.includes('*') || existsSync(path.join(folder, name))),
};

describe('the notebooks that are shipped', () => {
  it.each(notebooks)('%s has no marks in its cells', async (name) => {
    // Sound: our own files, which other tests hold to the format.
    const { cells } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Saved;
    const texts = cells
      .filter((cell) => cell.cell_type === 'code')
      .map(({ source }) => [source].flat().join(''));
    const gait = texts.filter((text) => /^step:/m.test(text));
    expect(gait.length).toBeGreaterThan(0);
    for (const [at, text] of gait.entries()) {
      expect(await diagnose(text, notebook(gait, { at, files }))).toEqual([]);
    }
  });
});
