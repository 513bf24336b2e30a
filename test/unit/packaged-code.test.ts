import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { worlds } from '../../scripts/build/worlds.mjs';

/** A function made anew in an inner loop, as one is for each pixel of a picture that is blurred. */
const loop = `export const sum = (values) => {
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    const value = (step) => values[index + step] ?? 0;
    total += value(0) + value(1);
  }
  return total;
};`;

test('the package runs its inner loops as they are written, and gives no function in them a name', async () => {
  const { outputFiles } = await build({
    ...worlds({ outdir: 'dist', filesOf: [] })[0],
    entryPoints: [],
    stdin: { contents: loop },
    write: false,
  });
  const packaged = outputFiles.map(({ text }) => text).join('');

  expect(packaged).toContain('for(');
  expect(packaged).not.toContain('defineProperty');
});
