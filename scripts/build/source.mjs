// Parts of the sources, which are TypeScript, for scripts that use them.
import { build } from 'esbuild';

/**
 * Bundles source files for Node. What is written stands within the project, whose packages it imports.
 * @param {import('esbuild').BuildOptions} options entry points and where to write
 */
export const bundleSource = (options) =>
  build({
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    ...options,
  });

/**
 * Bundles one source file and loads it.
 * @returns {Promise<any>} what it exports
 */
export async function importSource(entryPoint, outfile) {
  await bundleSource({ entryPoints: [entryPoint], outfile });
  return import(outfile);
}
