// The bed, which is written in TypeScript as the tests are, for scripts.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleSource } from '../../../scripts/build/source.mjs';

const folder = import.meta.dirname;

/**
 * Bundles a file of the bed and loads it.
 * @param {string} entry name of the file
 * @returns {Promise<any>} what it exports
 */
export async function loadBed(entry = 'index.ts') {
  const outfile = path.resolve(folder, `../../../.vscode-test/${path.parse(entry).name}-${process.pid}.mjs`);
  await bundleSource({
    entryPoints: [path.join(folder, entry)],
    outfile,
    // Where the bed stands, from which it finds the checkout.
    define: { 'import.meta.dirname': JSON.stringify(folder) },
  });
  try {
    return await import(outfile);
  } finally {
    await rm(outfile);
  }
}
