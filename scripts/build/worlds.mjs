// What is built for each world that runs our code: Node, VS Code's extension host, the notebook's webview.

/**
 * esbuild's options, one a world.
 * @param {{ outdir: string }} where
 * @returns {import('esbuild').BuildOptions[]}
 */
export function worlds({ outdir }) {
  const common = { bundle: true, sourcemap: 'linked', outdir };
  const host = { ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, external: ['vscode'] };
  return [
    {
      ...common,
      entryPoints: {
        index: 'src/index.ts',
        gait: 'src/cli/main.ts',
        kernel: 'src/kernel/main.ts',
        'pose-worker': 'src/kernel/pose/worker.ts',
        'monitor-worker': 'src/kernel/performance/monitor-worker.ts',
        'phantom-worker': 'src/phantom/worker.ts',
        'build-models': 'src/kernel/pose/build-models.ts',
      },
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
    },
    {
      ...host,
      entryPoints: { extension: 'src/extension/extension.ts' },
      platform: 'node',
      target: 'node20',
    },
    {
      ...host,
      entryPoints: { 'extension-web': 'src/extension/browser.ts' },
      platform: 'browser',
      target: 'es2022',
    },
    {
      ...common,
      outdir: `${outdir}/webview`,
      entryPoints: { renderer: 'src/webview/renderer.ts' },
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
    },
  ];
}
