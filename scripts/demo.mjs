// The main job on the sample that ships with the project: `gait analyze`, then what it found beside what is true.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTruth } from '../dist/index.js';

const root = path.resolve(import.meta.dirname, '..');
const sample = 'walker-side';
const output = path.join('results', 'demo');

const { status } = spawnSync(
  process.execPath,
  [
    // As the first line of the command starts itself.
    '--v8-pool-size=1',
    'dist/gait.js',
    'analyze',
    '--videos',
    `samples/${sample}.mp4`,
    '--output',
    output,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

const found = JSON.parse(readFileSync(path.join(root, output, sample, 'parameters.json'), 'utf8'));
const truth = (await readTruth(path.join(root, 'samples', `${sample}.truth.json`))).parameters;

const rows = [
  ['cadence (steps/min)', (p) => p.cadence_steps_per_min],
  ['stride time, left (s)', (p) => p.stride_time_s.left.mean],
  ['stride time, right (s)', (p) => p.stride_time_s.right.mean],
  ['step time, left (s)', (p) => p.step_time_s.left.mean],
  ['step time, right (s)', (p) => p.step_time_s.right.mean],
  ['stance, left (% of cycle)', (p) => p.stance_percent.left.mean],
  ['stance, right (% of cycle)', (p) => p.stance_percent.right.mean],
  ['double support, total (% of cycle)', (p) => p.double_support_percent.total.mean],
];
console.log('\nBeside the truth of the rendered walker, which is known exactly:\n');
console.log(`${''.padEnd(36)}${'found'.padStart(10)}${'true'.padStart(10)}${'off by'.padStart(10)}`);
for (const [label, value] of rows) {
  const cells = [value(found), value(truth), value(found) - value(truth)].map((cell) =>
    cell.toFixed(3).padStart(10),
  );
  console.log(`${label.padEnd(36)}${cells.join('')}`);
}
console.log(`\nOpen ${path.join(output, 'report.html')} for the report; every file is in ${output}.`);
