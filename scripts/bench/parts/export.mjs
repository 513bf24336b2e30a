import { copyFileSync, mkdtempSync, statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { loadBed } from '../../../test/vscode/bed/load.mjs';
import { judged, timed, times, told } from '../figures.mjs';
import { runCommand } from '../run-command.mjs';
import { median } from '../statistics.mjs';

export const title = 'The sample notebook as one HTML file';
export const notes = [
  'first-walk.gaitnb, run by gait run and exported by gait export; opened in a browser that draws in software.',
];

const mostMb = 5;

export async function measure(context) {
  const folder = mkdtempSync(path.join(context.folder, 'export-'));
  for (const name of ['first-walk.gaitnb', 'walker-side.mp4', 'walker-side.truth.json'])
    copyFileSync(path.join(context.root, 'samples', name), path.join(folder, name));
  context.say('gait run');
  await runCommand(context, folder, ['run', 'first-walk.gaitnb']);
  context.say('gait export');
  const exported = await runCommand(context, folder, ['export', 'first-walk.gaitnb', '--to', 'html']);
  const page = path.join(folder, 'first-walk.html');
  const sizeMb = statSync(page).size / 1e6;
  const opened = await openAgain(context, page);
  return [
    judged('size', `≤ ${mostMb} MB`, `${sizeMb.toFixed(2)} MB`, sizeMb <= mostMb),
    timed('until it is loaded, median', '≤ 1 s', `${median(opened).toFixed(2)} s (${times(opened)})`),
    told('  time of gait export', `${exported.wallS.toFixed(1)} s`),
  ];
}

/** Seconds until the page has loaded and was painted, each time in a window of its own. */
async function openAgain(context, page) {
  const { findChromium } = await loadBed('chromium.ts');
  const { startBrowser } = await loadBed('browser.ts');
  const browser = await startBrowser(await findChromium(context.say));
  try {
    const seconds = [];
    for (let again = 0; again < (context.quick ? 3 : 5); again++) {
      const window = await browser.newContext();
      const tab = await window.newPage();
      const startedMs = performance.now();
      await tab.goto(pathToFileURL(page).href, { waitUntil: 'load' });
      // Painted as well: the second frame comes after the first was drawn.
      await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      seconds.push((performance.now() - startedMs) / 1000);
      await window.close();
    }
    return seconds;
  } finally {
    await browser.close();
  }
}
