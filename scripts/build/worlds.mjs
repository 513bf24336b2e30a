// What is built for each world that runs our code: Node, VS Code's extension host, the notebook's webview.

/** What packages of Node's older kind take for granted when they are bundled into modules of the newer one. */
const requireInModules = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __fileURLToPath(new URL('.', import.meta.url));`;

/**
 * esbuild's options, one a world.
 * @param {{ outdir: string, filesOf?: readonly string[] }} where `filesOf`: bundles all packages but these, whose files
 * are opened by path; without it all packages stay in node_modules.
 * @returns {import('esbuild').BuildOptions[]}
 */
export function worlds({ outdir, filesOf }) {
  const common = { bundle: true, outdir };
  const sourcemap = filesOf === undefined ? 'linked' : false;
  const host = { ...common, sourcemap, format: 'cjs', outExtension: { '.js': '.cjs' }, external: ['vscode'] };
  return [
    {
      ...common,
      sourcemap,
      entryPoints: {
        gait: 'src/cli/main.ts',
        kernel: 'src/kernel/main.ts',
        'pose-worker': 'src/kernel/pose/worker.ts',
        'fold-worker': 'src/kernel/training/run/fold-worker.ts',
        'tfjs-node-probe': 'src/kernel/training/engines/tfjs/probe.ts',
        'monitor-worker': 'src/kernel/performance/monitor-worker.ts',
        'benchmark-run': 'src/kernel/performance/benchmark/job-process.ts',
        'phantom-worker': 'src/phantom/worker.ts',
        ...(filesOf === undefined && {
          index: 'src/index.ts',
          'build-models': 'src/kernel/pose/build-models.ts',
        }),
      },
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      ...(filesOf === undefined
        ? { packages: 'external' }
        : // The canvas is an option of Vega's that nothing here uses; the coverage build one of fluent-ffmpeg's own.
          {
            external: [...filesOf, 'canvas', './lib-cov/fluent-ffmpeg'],
            banner: { js: requireInModules },
            mainFields: ['module', 'main'],
            // Without `keepNames`: it names each function anew each time that it is made, which in inner loops takes
            // more than the work itself.
            minify: true,
          }),
    },
    {
      ...host,
      entryPoints: { extension: 'src/extension/extension.ts' },
      platform: 'node',
      target: 'node20',
      // A package asks for it to tell a browser; VS Code writes an error to its log for whoever asks.
      define: { navigator: 'undefined' },
    },
    {
      ...host,
      entryPoints: { 'extension-web': 'src/extension/browser.ts' },
      platform: 'browser',
      target: 'es2022',
    },
    {
      ...common,
      sourcemap,
      outdir: `${outdir}/webview`,
      entryPoints: { renderer: 'src/webview/renderer.ts' },
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
    },
    {
      // In one piece: it stands in exported notebooks, whose policy allows this one script by its digest.
      ...common,
      sourcemap: false,
      outdir: `${outdir}/webview`,
      entryPoints: { 'export-page': 'src/webview/export-page.ts' },
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
    },
    {
      // In one piece: the policy of its pages allows a script by its nonce, and no other.
      ...common,
      sourcemap,
      outdir: `${outdir}/webview`,
      entryPoints: { monitor: 'src/webview/monitor/monitor.ts' },
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
    },
  ];
}
