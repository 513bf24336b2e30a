// The bed of the tests in VS Code, which is written in TypeScript.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const modules = ['bed', 'extension', 'until', 'window', 'workspace'];

export async function loadBed(root) {
  const folder = path.join(root, 'test/vscode/bed');
  // Within the project, whose packages it imports.
  const outfile = path.join(root, `.vscode-test/screenshots-${process.pid}.mjs`);
  await build({
    stdin: { contents: modules.map((name) => `export * from './${name}';`).join('\n'), resolveDir: folder },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    define: { 'import.meta.dirname': JSON.stringify(folder) },
    logLevel: 'warning',
  });
  try {
    return await import(outfile);
  } finally {
    await rm(outfile);
  }
}
