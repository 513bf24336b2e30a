import path from 'node:path';
import { build } from 'esbuild';

/** Bundles what the validation takes from the sources into the built package, beside its workers. */
export async function bundleKernelParts(root) {
  const outfile = path.join(root, 'dist/validate-parts.js');
  await build({
    entryPoints: [path.join(root, 'scripts/validate/kernel-parts.mjs')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(outfile);
}
