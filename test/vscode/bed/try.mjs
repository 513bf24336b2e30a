// Starts `try.ts`, which is written in TypeScript as the tests are.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const folder = import.meta.dirname;
// Within the project, whose packages it imports.
const outfile = path.resolve(folder, `../../../.vscode-test/try-${process.pid}.mjs`);
await build({
  entryPoints: [path.join(folder, 'try.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  define: { 'import.meta.dirname': JSON.stringify(folder) },
  logLevel: 'warning',
});
try {
  await import(outfile);
} finally {
  await rm(outfile);
}
