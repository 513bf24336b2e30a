// Measures the chain against truth and writes docs/validation.md with its plots, and docs/validation-training.md on
// the classifier that is trained:
//   npm run validate                              everything, on seeds that tuning never saw
//   npm run validate -- --only events,mocap       some parts: their page then holds these alone
//   npm run validate -- --only training           the classifier alone
//   npm run validate -- --quick --seeds 700       few clips of other seeds and one profile, to try it
//   npm run validate -- --profiles fast,balanced  these profiles alone
//   npm run validate -- --work DIR --output DIR   where clips and stored poses are kept, and where the page goes
// A second run with the same --work looks for no pose again. Figures that fall short are marked; they are no failure of
// the command.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { judged } from './bench/figures.mjs';
import { importSource } from './build/source.mjs';
import { clipSets, reservedSeed } from './validate/clips.mjs';
import { figures, table } from './validate/page.mjs';

/** What each page holds. */
const pages = {
  validation: {
    title: 'Validation',
    parts: ['events', 'asymmetry', 'joints', 'profiles', 'mocap', 'lengths', 'gaits', 'formats'],
  },
  'validation-training': { title: 'Validation of the phase classifier', parts: ['training'] },
};
const parts = Object.values(pages).flatMap((page) => page.parts);
const allProfiles = ['fast', 'balanced', 'accurate'];
const usualProfiles = (quick) => (quick ? ['fast'] : allProfiles);
const root = path.resolve(import.meta.dirname, '..');

function choose() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seeds: { type: 'string', default: String(reservedSeed) },
      profiles: { type: 'string' },
      work: { type: 'string', default: path.join(root, 'node_modules/.cache/validate') },
      output: { type: 'string', default: path.join(root, 'docs') },
    },
  });
  const only = values.only?.split(',') ?? parts;
  const unknown = only.filter((name) => !parts.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no part "${unknown.join('", "')}". Parts: ${parts.join(', ')}.`);
  const base = Number(values.seeds);
  if (!Number.isInteger(base) || base < 0)
    throw new Error(`--seeds ${values.seeds}: give the first seed, a number.`);
  const profiles = values.profiles?.split(',') ?? usualProfiles(values.quick);
  return { ...values, base, profiles, chosen: parts.filter((name) => only.includes(name)) };
}

const startedMs = performance.now();
const say = (text) => {
  const elapsedS = Math.round((performance.now() - startedMs) / 1000);
  process.stderr.write(`${String(elapsedS).padStart(5)} s  ${text}\n`);
};

async function openContext({ work, output, base, quick, profiles }) {
  const folders = {
    work: path.resolve(work),
    clips: path.resolve(work, `clips-${base}`),
    store: path.resolve(work, 'store'),
    plots: path.resolve(output, 'validation'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const kernel = await importSource(
    path.join(root, 'scripts/validate/kernel-parts.mjs'),
    path.join(root, 'dist/validate-parts.js'),
  );
  return {
    root,
    folders,
    kernel,
    tools: await kernel.findVideoTools(),
    profiles,
    clips: clipSets(base, quick),
    data: path.resolve(root, '../shared/data'),
    say,
  };
}

const git = (...args) => {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

async function heading({ kernel, tools }, { base, quick, profiles }, { title, of, chosen }) {
  const { cpu, cores, memoryMb, platform, node } = kernel.describeMachine();
  const { version, dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const commit = git('rev-parse', '--short', 'HEAD');
  const changed = git('status', '--porcelain', '--', 'src', 'scripts', 'configs') !== '';
  const asked = [
    ...(chosen.length < of.length || of.length === 1 ? ['--only', chosen.join(',')] : []),
    ...(quick ? ['--quick'] : []),
    ...(profiles.join() === usualProfiles(quick).join() ? [] : ['--profiles', profiles.join(',')]),
    ...(base === reservedSeed ? [] : ['--seeds', base]),
  ];
  return [
    `# ${title}`,
    `**A phantom verifies the chain; it does not validate on people.** The rendered walkers below have exact truth, and no skin, no clothing that hides a knee as a real one does, and no disease; two recorded trials are too few to speak for people. What stands here says how far the chain reads right what it is shown.`,
    table(
      ['', ''],
      [
        ['made by', `\`npm run validate${asked.length > 0 ? ` -- ${asked.join(' ')}` : ''}\``],
        ['date', new Date().toISOString().slice(0, 10)],
        [
          'source',
          `version ${version}${commit && `, commit ${commit}${changed ? ' with changes that are not committed' : ''}`}`,
        ],
        ['machine', `${cpu}, ${cores} cores, ${(memoryMb / 1024).toFixed(1)} GB, ${platform}`],
        [
          'programs',
          `Node ${node}, ffmpeg ${tools.ffmpegVersion}, MediaPipe ${dependencies['@mediapipe/tasks-vision']}`,
        ],
        [
          'phantoms',
          `seeds from ${base} on; every option of every clip stands in \`scripts/validate/clips.mjs\``,
        ],
      ],
    ),
    base < reservedSeed
      ? `These seeds are not those kept for validation (${reservedSeed} and more): this page tries the command, and proves nothing.`
      : `Tuning keeps away from seeds of ${reservedSeed} and more.`,
  ];
}

/** Draws a part's plots and says where they are. */
async function drawn({ kernel, folders }, name, charts) {
  const lines = [];
  for (const { file, caption, spec } of charts) {
    await writeFile(path.join(folders.plots, `${file}.svg`), await kernel.renderSvg(spec));
    lines.push(`![${caption}](validation/${file}.svg)`, `_${caption}_`);
  }
  return lines;
}

let choice;
try {
  choice = choose();
} catch (error) {
  console.error(`validate: ${error.message}`);
  process.exit(2);
}
const context = await openContext(choice);
const judgements = [];
for (const [name, { title, parts: of }] of Object.entries(pages)) {
  const chosen = of.filter((part) => choice.chosen.includes(part));
  if (chosen.length > 0) judgements.push(...(await writePage(name, { title, of, chosen })));
}
const short = judgements.filter(({ verdict }) => verdict === 'missed');
console.log(
  `${judgements.filter(({ verdict }) => verdict === 'met').length} figures reached, ${short.length} short`,
);
for (const { what, asked, measured } of short)
  console.log(`  short  ${what}: asked ${asked}, measured ${measured}`);

/** Measures the chosen parts of a page and writes it; returns their figures. */
async function writePage(name, page) {
  const measured = [];
  const sections = [];
  for (const part of page.chosen) {
    const { title, measure } = await import(`./validate/parts/${part}.mjs`);
    say(title);
    // A part that cannot be measured has fallen short, and the others are measured all the same.
    const result = await measure(context).catch((error) => {
      say(`${part}: ${error.stack}`);
      return { figures: [judged(title, 'to be measured', error.message, false)], text: [], charts: [] };
    });
    measured.push(...result.figures);
    sections.push(`## ${title}`, ...result.text, ...(await drawn(context, part, result.charts)));
  }
  const text = [
    ...(await heading(context, choice, page)),
    '## What was asked, and what was measured',
    figures(measured.filter(({ verdict }) => verdict !== 'told')),
    ...sections,
  ].join('\n\n');
  const file = path.resolve(choice.output, `${name}.md`);
  const style = await resolveConfig(path.join(root, 'README.md'));
  await writeFile(file, await format(text, { ...style, parser: 'markdown' }));
  console.log(file);
  return measured;
}
