import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { judged } from '../../bench/figures.mjs';
import { table } from '../page.mjs';

export const title = 'Other tools’ files';
/** What is asked of them, and the tests that try it. */
const files = [
  'landmarks.test.ts',
  'landmarks-names.test.ts',
  'landmarks-repairs.test.ts',
  'landmarks-written.test.ts',
  'c3d.test.ts',
];

export async function measure({ root, folders }) {
  const folder = await mkdtemp(path.join(folders.work, 'tests-'));
  const report = path.join(folder, 'report.json');
  const program = path.join(root, 'node_modules/vitest/vitest.mjs');
  // Tests that fail make its exit code 1; what failed stands in the report.
  await promisify(execFile)(
    process.execPath,
    [
      program,
      'run',
      '--project',
      'unit',
      '--reporter=json',
      `--outputFile=${report}`,
      ...files.map((file) => `test/unit/${file}`),
    ],
    { cwd: root, maxBuffer: 1e8 },
  ).catch(() => null);
  const { testResults } = JSON.parse(await readFile(report, 'utf8'));
  await rm(folder, { recursive: true });
  const results = testResults.map(({ name, assertionResults }) => ({
    file: path.relative(root, name),
    passed: assertionResults.filter(({ status }) => status === 'passed').length,
    all: assertionResults.length,
  }));
  const count = (key) => results.reduce((sum, result) => sum + result[key], 0);
  return {
    figures: [
      judged(
        'TRC with Sports2D’s names, OpenPose JSON with zeros for missing',
        'read right',
        `${count('passed')} of ${count('all')} tests of formats pass`,
        results.length === files.length && count('passed') === count('all'),
      ),
    ],
    text: [
      'Formats are tried by tests; each says in its name what it reads or writes.',
      table(
        ['tests', 'pass', 'of'],
        results.map(({ file, passed, all }) => [`\`${file}\``, passed, all]),
      ),
    ],
    charts: [],
  };
}
