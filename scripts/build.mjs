// Builds what runs (`dist/`) from the sources; `--watch` keeps doing so, `--tidy` removes pieces of earlier builds.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { context } from 'esbuild';
import { worlds } from './build/worlds.mjs';

const outdir = 'dist';
const keepsBuilding = process.argv.includes('--watch');

const builds = await Promise.all(
  worlds({ outdir }).map((options) =>
    context({ ...options, logLevel: keepsBuilding ? 'info' : 'warning', metafile: true }),
  ),
);

if (keepsBuilding) {
  await Promise.all(builds.map((build) => build.watch()));
} else {
  const made = new Set();
  for (const build of builds) {
    const { metafile } = await build.rebuild();
    await build.dispose();
    for (const file of Object.keys(metafile.outputs)) made.add(file);
  }
  // Shared pieces are named by their content, so those of earlier builds stay: a run that goes on may still need them.
  if (process.argv.includes('--tidy')) {
    for (const name of await readdir(outdir, { recursive: true })) {
      const file = path.posix.join(outdir, name.replaceAll(path.sep, '/'));
      if (/\.c?js(\.map)?$/.test(name) && !made.has(file)) await rm(file);
    }
  }
}
