import path from 'node:path';
import { bundleSource } from '../build/source.mjs';

/** Bundles what the benchmark takes from the sources; it stands within the package, whose folder it looks for. */
export async function bundleKernelParts(root) {
  const outdir = path.join(root, 'dist/bench');
  await bundleSource({
    entryPoints: ['kernel-parts.mjs', 'bare-landmarker.mjs'].map((name) =>
      path.join(root, 'scripts/bench', name),
    ),
    outdir,
  });
  return {
    kernel: await import(path.join(outdir, 'kernel-parts.js')),
    bareLandmarker: path.join(outdir, 'bare-landmarker.js'),
  };
}
