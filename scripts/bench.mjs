// Every figure that this project has to reach, measured and printed beside what was asked.
//   npm run bench                              all parts
//   npm run bench -- --only memory,kill        some parts
//   npm run bench -- --quick                   fewer repeats
// Timed figures are ratios within this one run and are never judged. Any other figure that misses makes the exit code 1.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { bundleKernelParts } from './bench/bundle.mjs';
import { figureTable, judged } from './bench/figures.mjs';

const parts = [
  'sample',
  'real',
  'throughput',
  'parallel',
  'training-folds',
  'engines',
  'memory',
  'again',
  'kill',
  'limits',
  'benchmark',
  'predictions',
  'notebook',
  'export',
];

function chosenParts() {
  const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } });
  const only = values.only?.split(',') ?? parts;
  const unknown = only.filter((name) => !parts.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no part "${unknown.join('", "')}". Parts: ${parts.join(', ')}.`);
  return { chosen: parts.filter((name) => only.includes(name)), quick: values.quick ?? false };
}

const startedMs = performance.now();
const say = (text) => {
  const elapsedS = Math.round((performance.now() - startedMs) / 1000);
  process.stderr.write(`${String(elapsedS).padStart(5)} s  ${text}\n`);
};
const load = () => os.loadavg()[0].toFixed(1);

async function openContext(quick) {
  const root = path.resolve(import.meta.dirname, '..');
  const { kernel, bareLandmarker } = await bundleKernelParts(root);
  const tools = await kernel.findVideoTools();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
  return { root, folder, kernel, bareLandmarker, tools, quick, say, cores: kernel.availableCores() };
}

function machineLines({ kernel, tools }) {
  const { platform, cpu, cores, memoryMb, node } = kernel.describeMachine();
  return [
    `${cpu}, ${cores} cores, ${(memoryMb / 1024).toFixed(1)} GB, ${platform}`,
    `Node ${node}, ffmpeg ${tools.ffmpegVersion} (${tools.source}), load ${load()} before`,
  ];
}

let choice;
try {
  choice = chosenParts();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exit(2);
}
const context = await openContext(choice.quick);
console.log(machineLines(context).join('\n'));
if (os.loadavg()[0] > context.cores / 4) {
  console.log(
    'This machine is busy with other work: ratios of times say little now, the other figures hold.',
  );
}
const all = [];
for (const name of choice.chosen) {
  const { title, notes, measure } = await import(`./bench/parts/${name}.mjs`);
  say(title);
  // A part that cannot be measured has missed, and the others are measured all the same.
  const figures = await measure(context).catch((error) => [judged(name, 'to run', error.message, false)]);
  console.log(`\n${figureTable(title, [...notes, `Load of the machine at the end: ${load()}.`], figures)}`);
  all.push(...figures);
}

const missed = all.filter(({ verdict }) => verdict === 'missed');
const leftOut = all.filter(({ verdict }) => verdict === 'left out');
console.log(
  `\n${all.filter(({ verdict }) => verdict === 'met').length} figures met, ${missed.length} missed, ${leftOut.length} left out, ` +
    `${all.filter(({ verdict }) => verdict === 'timed').length} timed and not judged, ` +
    `in ${Math.round((performance.now() - startedMs) / 60000)} min.`,
);
for (const { what, asked, measured } of missed)
  console.log(`  missed  ${what}: asked ${asked}, measured ${measured}`);
process.exit(missed.length > 0 ? 1 : 0);
