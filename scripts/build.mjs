// Builds what Node runs (`dist/`) from the sources; `--watch` keeps doing so.
import { context } from 'esbuild';

const options = {
  entryPoints: {
    index: 'src/index.ts',
    gait: 'src/cli/main.ts',
    'pose-worker': 'src/kernel/pose/worker.ts',
    'monitor-worker': 'src/kernel/performance/monitor-worker.ts',
    'phantom-worker': 'src/phantom/worker.ts',
    'build-models': 'src/kernel/pose/build-models.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'info',
};
import { existsSync } from 'node:fs';
options.entryPoints = Object.fromEntries(
  Object.entries(options.entryPoints).filter(([, file]) => existsSync(file)),
);

const build = await context(options);
if (process.argv.includes('--watch')) {
  await build.watch();
} else {
  await build.rebuild();
  await build.dispose();
}
