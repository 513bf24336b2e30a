// Measures what shared/memory-plan.ts plans with: the resident memory of whole runs of `gait analyze`, sampled from
// this other process, beside what was planned.   npm run build && node scripts/measure-memory.mjs [VIDEO of a walker]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

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

async function measure(name, profile, videos, more = []) {
  const out = mkdtempSync(path.join(folder, 'run-'));
  const store = path.join(out, 'store');
  const run = spawn(
    process.execPath,
    [
      // As the first line of the command starts itself.
      '--v8-pool-size=1',
      ...[path.join(root, 'dist/gait.js'), 'analyze', '--videos', ...videos, '--performance-mode', profile],
      ...[
        '--max-memory',
        '16000',
        '--verbose',
        '--output',
        path.join(out, 'results'),
        '--store',
        store,
        ...more,
      ],
    ],
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
  const plan = JSON.parse(/Plan: (\{.*\})/.exec(said)?.[1] ?? 'null');
  if (plan === null) throw new Error(`${name}: no plan was made\n${said}`);
  console.log(
    [name.padEnd(34), profile.padEnd(9), `workers ${plan.workers}`, `threads ${plan.decoderThreads}`]
      .concat([`planned ${plan.expectedMb}`, `peak ${Math.round(peak.all)}`])
      .concat([`node ${Math.round(peak.node)}`, `ffmpeg ${Math.round(peak.ffmpeg)}`])
      .join('  '),
  );
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
