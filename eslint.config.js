import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What the files of one world may not import: the borders of the architecture. */
const border = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([regex, message]) => ({ regex, message })) },
    ],
  },
});

const node = ['^node:', 'shared and webview run anywhere: no Node.'];
const vscode = ['^vscode$', 'Only src/extension talks to VS Code.'];
const kernel = [
  '(^|/)kernel(/|$)',
  'The kernel is reached over its protocol, or through its session by the CLI.',
];
const cli = ['(^|/)cli(/|$)', 'Nothing imports the command line.'];
const extension = ['(^|/)extension(/|$)', 'Nothing imports the extension.'];
const webview = ['(^|/)webview(/|$)', 'Nothing imports the webviews.'];

export default defineConfig([
  globalIgnores(['dist', 'results', 'coverage', 'samples']),
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
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  border(['src/shared/**'], [node, vscode, kernel, cli, extension, webview]),
  border(['src/kernel/**', 'src/phantom/**'], [vscode, cli, extension, webview]),
  border(['src/cli/**'], [vscode, extension, webview]),
  border(['src/extension/**'], [kernel, cli]),
  border(['src/webview/**'], [node, vscode, kernel, cli, extension]),
  { files: ['test/**', 'scripts/**'], rules: { 'no-console': 'off' } },
]);
