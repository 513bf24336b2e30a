// Measures what shared/memory-plan.ts plans with: the resident memory of whole runs of `gait analyze`, sampled from
// this other process, beside what was planned.   npm run build && node scripts/measure-memory.mjs [VIDEO of a walker]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { gunzipSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '..');
const video = path.resolve(process.argv[2] ?? path.join(root, 'samples/walker-side.mp4'));
const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-memory-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The walker enlarged to a width and cut to some frames, or only written anew (`width` null). */
function variant(name, width, frames, codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-refs', '4']) {
  const file = path.join(folder, `${name}.mp4`);
  const filter = width === null ? [] : ['-vf', `scale=${width}:-2`];
  const length = frames === null ? [] : ['-frames:v', String(frames)];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', video, '-an', ...filter, ...length, ...codec, file]);
  return file;
}

function treeRss(pid) {
  const found = { node: 0, ffmpeg: 0 };
  const visit = (id) => {
    try {
      const name = readFileSync(`/proc/${id}/comm`, 'utf8').trim();
      const pages = Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]);
      found[name.startsWith('ff') ? 'ffmpeg' : 'node'] += (pages * 4096) / 2 ** 20;
      for (const thread of readdirSync(`/proc/${id}/task`)) {
        const children = readFileSync(`/proc/${id}/task/${thread}/children`, 'utf8');
        children.split(' ').filter(Boolean).forEach(visit);
      }
    } catch {
      // It has ended meanwhile.
    }
  };
  visit(pid);
  return found;
}

/** Highest resident memory in MB of one run of `gait`, and what it said. */
async function peakOf(name, args) {
  const store = mkdtempSync(path.join(folder, 'store-'));
  const run = spawn(
    process.execPath,
    [path.join(root, 'dist/gait.js'), ...args, '--max-memory', '16000', '--verbose', '--store', store],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  run.stderr.on('data', (text) => (said += text));
  const peak = { all: 0, node: 0, ffmpeg: 0 };
  const timer = setInterval(() => {
    const { node, ffmpeg } = treeRss(run.pid);
    peak.all = Math.max(peak.all, node + ffmpeg);
    peak.node = Math.max(peak.node, node);
    peak.ffmpeg = Math.max(peak.ffmpeg, ffmpeg);
  }, 10);
  const code = await new Promise((resolve) => run.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${name}: gait ended with ${code}\n${said}`);
  return { peak, said };
}

const print = (name, cells, { all, node, ffmpeg }) => {
  const measured = [`peak ${Math.round(all)}`, `node ${Math.round(node)}`, `ffmpeg ${Math.round(ffmpeg)}`];
  console.log([name.padEnd(34), ...cells, ...measured].join('  '));
};

const resultsFolder = () => mkdtempSync(path.join(folder, 'results-'));

async function measure(name, profile, videos) {
  const { peak, said } = await peakOf(name, [
    ...['analyze', '--videos', ...videos, '--performance-mode', profile],
    ...['--output', resultsFolder()],
  ]);
  const plan = JSON.parse(/Plan: (\{.*\})/.exec(said)?.[1] ?? 'null');
  if (plan === null) throw new Error(`${name}: no plan was made\n${said}`);
  const workers = [`workers ${plan.workers}`, `threads ${plan.decoderThreads}`];
  print(name, [profile.padEnd(9), ...workers, `planned ${plan.expectedMb}`], peak);
}

/** Landmarks of a walker, again and again until there are so many frames. */
function longLandmarks(name, some, frames) {
  const file = path.join(folder, `${name}.json`);
  const { frames: walked, ...document } = some;
  const text = Array.from({ length: frames }, (_, frame) =>
    JSON.stringify({ ...walked[frame % walked.length], time_s: frame / 30 }),
  );
  writeFileSync(file, `${JSON.stringify(document).slice(0, -1)},"frames":[${text.join(',\n')}]}`);
  return file;
}

async function measureExpected(name, args) {
  const { peak, said } = await peakOf(name, args);
  print(name, [`planned ${/expected to take (\d+) MB/.exec(said)?.[1]}`], peak);
}

const four = [1, 2, 3, 4].map((number) => variant(`again-${number}`, null, 60 + number));
for (const profile of ['fast', 'balanced', 'accurate']) {
  await measure('one video', profile, [video]);
  await measure('four short videos', profile, four);
}
const wide = { '1080p': [1920, 60], '4K': [3840, 30], '8K': [7680, 12] };
for (const [name, [width, frames]] of Object.entries(wide)) {
  await measure(`${name} h264, 4 reference frames`, 'fast', [variant(name, width, frames)]);
}
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-row-mt', '1'];
await measure('4K vp9', 'fast', [variant('4K-vp9', 3840, 20, vp9)]);

const results = resultsFolder();
await peakOf('landmarks', ['analyze', '--videos', video, '--output', results]);
const found = path.join(results, path.parse(video).name, 'pose_body25.json.gz');
const some = JSON.parse(gunzipSync(readFileSync(found)));
for (const minutes of [20, 60, 120]) {
  const file = longLandmarks(`${minutes}-minutes`, some, minutes * 60 * 30);
  await measureExpected(`${minutes} min of landmarks`, [
    ...['analyze', '--landmarks', file, '--output', resultsFolder()],
  ]);
}
for (const [widthPx, heightPx, seconds] of [
  [640, 360, 10],
  [1920, 1080, 4],
  [3840, 2160, 3],
]) {
  for (const workers of [1, 2]) {
    await measureExpected(`phantom ${widthPx} × ${heightPx}, ${workers} workers`, [
      ...['phantom', '--output', path.join(folder, 'phantom.mp4'), '--duration', String(seconds)],
      ...['--width-px', String(widthPx), '--height-px', String(heightPx)],
      ...['--set', `io_optimization.max_workers=${workers}`],
    ]);
  }
}
