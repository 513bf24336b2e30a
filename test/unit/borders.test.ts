import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import tseslint from 'typescript-eslint';
import { packageRoot } from '../../src/kernel/package-files';

const borderRules = new Set(['no-restricted-imports', 'no-restricted-syntax']);
const eslint = new ESLint({
  cwd: packageRoot,
  // Rules that need types would read the whole project; the borders need none.
  overrideConfig: [tseslint.configs.disableTypeChecked],
  ruleFilter: ({ ruleId }) => borderRules.has(ruleId),
});

/** What the project's own configuration says of a file that reaches for a module. */
async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${packageRoot}/src/${file}` });
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message);
}

/** Every way of reaching for a module. */
const ways = (module: string): readonly string[] => [
  `import { a } from '${module}';`,
  `import type { A } from '${module}';`,
  `export * from '${module}';`,
  `export const a = await import('${module}');`,
  `export const a = await import(\`${module}\`);`,
  `export type A = import('${module}').A;`,
];

describe('a border is an error', () => {
  it.each([
    ['shared/a.ts', 'node:fs'],
    ['shared/a.ts', 'fs'],
    ['shared/a.ts', 'fs/promises'],
    ['shared/a.ts', 'vscode'],
    ['shared/a.ts', '../kernel/session'],
    ['shared/a.ts', '../cli/progress'],
    ['shared/a.ts', '../extension/main'],
    ['shared/a.ts', '../webview/main'],
    ['shared/a.ts', '../phantom/walker'],
    ['shared/a.ts', '../processes/owner'],
    ['shared/a.ts', '../index'],
    ['processes/a.ts', 'vscode'],
    ['processes/a.ts', '../kernel/session'],
    ['processes/a.ts', '../cli/progress'],
    ['processes/a.ts', '../extension/main'],
    ['processes/a.ts', '../webview/main'],
    ['processes/a.ts', '../phantom/walker'],
    ['processes/a.ts', '@tensorflow/tfjs-core'],
    ['processes/a.ts', '../index'],
    ['kernel/a.ts', 'vscode'],
    ['kernel/a.ts', '../cli/progress'],
    ['kernel/steps/a.ts', '../../cli/progress'],
    ['kernel/steps/a.ts', '../../extension/main'],
    ['kernel/steps/a.ts', '../../webview/main'],
    ['kernel/steps/a.ts', '../../webview/payload/parse'],
    ['kernel/export/a.ts', '../../webview/renderer'],
    ['kernel/steps/a.ts', '../../index'],
    ['shared/a.ts', '@tensorflow/tfjs-core'],
    ['kernel/training/run/a.ts', '@tensorflow/tfjs-core'],
    ['kernel/training/engines/a.ts', '@tensorflow/tfjs-backend-wasm'],
    ['cli/a.ts', '@tensorflow/tfjs-layers'],
    ['phantom/a.ts', '../kernel/session'],
    ['phantom/a.ts', '../kernel/gait/body25'],
    ['phantom/a.ts', '../kernel'],
    ['phantom/a.ts', '../cli/progress'],
    ['phantom/a.ts', 'vscode'],
    ['cli/a.ts', 'vscode'],
    ['cli/a.ts', '../extension/main'],
    ['cli/a.ts', '../webview/main'],
    ['extension/a.ts', '../kernel/session'],
    ['extension/commands/a.ts', '../../kernel/session'],
    ['extension/a.ts', '../cli/progress'],
    ['extension/a.ts', '../phantom/walker'],
    ['webview/a.ts', 'node:path'],
    ['webview/a.ts', 'path'],
    ['webview/a.ts', 'vscode'],
    ['webview/a.ts', '../processes/owner'],
    ['webview/a.ts', '../kernel/session'],
    ['webview/a.ts', '../cli/progress'],
    ['webview/a.ts', '../extension/main'],
    ['webview/a.ts', '../phantom/walker'],
  ])('%s reaches for %s, in whatever way', async (file, module) => {
    for (const code of ways(module)) {
      expect(await complaints(file, code), code).toHaveLength(1);
    }
  });

  it('and a module that is named only when it runs could be any', async () => {
    for (const world of ['shared', 'processes', 'kernel', 'phantom', 'cli', 'extension', 'webview']) {
      const code = 'export const load = (name: string) => import(name);';
      expect(await complaints(`${world}/a.ts`, code), world).toEqual(['no-restricted-syntax']);
    }
  });
});

describe('within the borders', () => {
  it.each([
    ['shared/a.ts', 'zod'],
    ['shared/a.ts', './results'],
    ['processes/a.ts', 'node:child_process'],
    ['processes/a.ts', '../shared/run-log'],
    ['kernel/steps/a.ts', 'node:fs'],
    ['kernel/steps/a.ts', '../../processes/owner'],
    ['kernel/steps/a.ts', '../store/store'],
    ['kernel/steps/a.ts', '../../shared/results'],
    ['kernel/steps/a.ts', '../../phantom/render'],
    ['kernel/a.ts', './steps/index'],
    ['kernel/export/a.ts', '../../webview/payload/parse'],
    ['kernel/training/engines/tfjs/a.ts', '@tensorflow/tfjs-core'],
    ['phantom/a.ts', '../kernel/package-files'],
    ['phantom/a.ts', '../shared/results'],
    ['phantom/a.ts', 'node:worker_threads'],
    ['cli/a.ts', '../kernel/session'],
    ['cli/a.ts', '../processes/owner'],
    ['extension/a.ts', '../processes/node-child'],
    ['extension/monitor/a.ts', '../../processes/owner'],
    ['extension/a.ts', 'vscode'],
    ['extension/a.ts', '../shared/results'],
    ['extension/a.ts', './kernel/kernel-client'],
    ['extension/commands/a.ts', '../kernel/kernel-client'],
    ['webview/a.ts', '../shared/display'],
  ])('%s may reach for %s', async (file, module) => {
    // A text in backquotes is refused wherever it stands: it need not be fixed.
    const plain = ways(module).filter((code) => !code.includes('`'));
    for (const code of plain) expect(await complaints(file, code), code).toEqual([]);
  });
});
