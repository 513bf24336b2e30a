import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** In a selector a slash would end the pattern. */
const inSelector = (regex) => regex.replaceAll('/', '\\u002F');

/** What the files of one world may not import, in whatever way: the borders of the architecture. */
const border = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([regex, message]) => ({ regex, message })) },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'ImportExpression[source.type!="Literal"]',
        message: 'What is imported is written out, so that the borders can be kept.',
      },
      ...patterns.flatMap(([regex, message]) => [
        { selector: `ImportExpression[source.value=/${inSelector(regex)}/]`, message },
        { selector: `TSImportType[source.value=/${inSelector(regex)}/]`, message },
      ]),
    ],
  },
});

const node = [`^(node:.*|${builtinModules.join('|')})$`, 'shared and webview run anywhere: no Node.'];
const vscode = ['^vscode$', 'Only src/extension talks to VS Code.'];
const kernel = [
  '(^|/)kernel(/|$)',
  'The kernel is reached over its protocol, or through its session by the CLI.',
];
/** The extension's own folder of that name holds the client; the kernel itself is so many folders up. */
const kernelAbove = (up) => [`^${'\\.\\./'.repeat(up)}(\\.\\./)*kernel(/|$)`, kernel[1]];
const kernelButFiles = ['(^|/)kernel(/(?!package-files$)|$)', 'The phantom knows nothing of the kernel.'];
const phantom = ['(^|/)phantom(/|$)', 'Only the kernel renders phantoms.'];
const cli = ['(^|/)cli(/|$)', 'Nothing imports the command line.'];
const extension = ['(^|/)extension(/|$)', 'Nothing imports the extension.'];
const webview = ['(^|/)webview(/|$)', 'Nothing imports the webviews.'];
/** An export reads payloads out of anybody's file, as the webview does: with the same checks, which need no page. */
const webviewButPayload = ['(^|/)webview(/(?!payload/)|$)', 'Of the webviews only their checks of payloads.'];
const processes = ['(^|/)processes(/|$)', 'Processes are for Node: shared and webview run anywhere.'];
const tfjs = ['^@tensorflow(/|$)', 'TensorFlow.js stays within src/kernel/training/engines/tfjs.'];
const index = ['^(\\.\\./)+index$', 'The package’s index is for programs outside of it.'];

export default defineConfig([
  globalIgnores(['dist', 'dist-vsix', 'results', 'coverage', 'samples', '.vscode-test', 'test-results']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Leaving keys out of an object by naming them is how a part of it is taken.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', AbortController: 'readonly' } },
  },
  border(['src/shared/**'], [node, vscode, processes, kernel, phantom, cli, extension, webview, tfjs, index]),
  border(['src/processes/**'], [vscode, kernel, phantom, cli, extension, webview, tfjs, index]),
  border(['src/kernel/**'], [vscode, cli, extension, webview, tfjs, index]),
  border(['src/kernel/export/**'], [vscode, cli, extension, webviewButPayload, tfjs, index]),
  border(['src/kernel/training/engines/tfjs/**'], [vscode, cli, extension, webview, index]),
  border(['src/phantom/**'], [kernelButFiles, vscode, cli, extension, webview, tfjs, index]),
  border(['src/cli/**'], [vscode, extension, webview, tfjs, index]),
  border(['src/extension/*.ts'], [kernelAbove(1), phantom, cli, webview, tfjs, index]),
  border(['src/extension/*/**'], [kernelAbove(2), phantom, cli, webview, tfjs, index]),
  border(['src/webview/**'], [node, vscode, processes, kernel, phantom, cli, extension, tfjs, index]),
  { files: ['test/**', 'scripts/**'], rules: { 'no-console': 'off' } },
]);
