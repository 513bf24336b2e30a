// Takes the pictures of docs/images anew: npm run screenshots. They are of the real extension in a real VS Code, the
// one that the tests use, on the sample notebook; with a name, only those pictures whose names begin with it are kept.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { loadBed } from '../test/vscode/bed/load.mjs';
import { takePictures } from './screenshots/pictures.mjs';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'docs/images');
/** Wide enough for two charts side by side, and narrow enough for letters to be read on a page. */
const viewport = { width: 1060, height: 3000 };
const pixelsPerPoint = 1.5;
const mostKilobytes = 200;
const wanted = process.argv[2] ?? '';

/** As many colours as a screen of text and lines has: a third of the size, and nothing to be seen of it. */
const reduce = (from, to) =>
  promisify(execFile)(ffmpeg.path, [
    ...['-v', 'error', '-y', '-i', from],
    ...['-vf', 'split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=dither=none'],
    ...['-frames:v', '1', to],
  ]);

const { startBed, provideExtension, EditorWindow, makeWorkspace, until } = await loadBed();
await provideExtension();
const bed = await startBed();
const taken = await mkdtemp(path.join(os.tmpdir(), 'gait-pictures-'));
try {
  const files = ['first-walk.gaitnb', 'walker-side.mp4', 'walker-side.truth.json'].map((name) =>
    path.join('samples', name),
  );
  const workspace = await makeWorkspace(
    bed.server.folder,
    Object.fromEntries(files.map((name) => [name, { copyOf: path.join(root, name) }])),
  );
  const context = await bed.browser.newContext({
    viewport,
    deviceScaleFactor: pixelsPerPoint,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const window = new EditorWindow(await context.newPage(), path.join(workspace, 'samples'), bed.server);
  await mkdir(target, { recursive: true });
  const pictures = takePictures(window, until, async (name, clip) => {
    if (!name.startsWith(wanted)) return;
    const file = path.join(taken, `${name}.png`);
    await window.page.screenshot({ path: file, ...(clip && { clip }) });
    const kept = path.join(target, `${name}.png`);
    await reduce(file, kept);
    const kilobytes = Math.round((await stat(kept)).size / 1000);
    console.log(`${path.relative(root, kept)}  ${kilobytes} kB`);
    if (kilobytes > mostKilobytes)
      console.error(`  That is more than ${mostKilobytes} kB: too much for a page.`);
  });
  await pictures.catch(async (error) => {
    console.error(`It looked like this: ${await window.screenshot('failed screenshots')}`);
    throw error;
  });
  await window.close();
} finally {
  await bed.stop();
  await rm(taken, { recursive: true, force: true });
}
