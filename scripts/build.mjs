// Builds what Node runs (`dist/`) from the sources; `--watch` keeps doing so, `--tidy` removes pieces of earlier builds.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { context } from 'esbuild';

const outdir = 'dist';
const keepsBuilding = process.argv.includes('--watch');

const build = await context({
  entryPoints: {
    index: 'src/index.ts',
    gait: 'src/cli/main.ts',
    'pose-worker': 'src/kernel/pose/worker.ts',
    'monitor-worker': 'src/kernel/performance/monitor-worker.ts',
    'phantom-worker': 'src/phantom/worker.ts',
    'build-models': 'src/kernel/pose/build-models.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: keepsBuilding ? 'info' : 'warning',
  metafile: true,
});

if (keepsBuilding) {
  await build.watch();
} else {
  const { metafile } = await build.rebuild();
  await build.dispose();
  // Shared pieces are named by their content, so those of earlier builds stay: a run that goes on may still need them.
  const made = new Set(Object.keys(metafile.outputs));
  for (const name of process.argv.includes('--tidy') ? await readdir(outdir) : []) {
    const file = path.posix.join(outdir, name);
    if (/\.js(\.map)?$/.test(name) && !made.has(file)) await rm(file);
  }
}
