import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { timed, told } from '../figures.mjs';
import { runCommand } from '../run-command.mjs';
import { median, spread } from '../statistics.mjs';
import { events, load, millisecondsToOpen, pose } from './bed.mjs';
import { framesWhile, scrolledFrames } from './frames.mjs';

const hourS = 3600;
const sampleFps = 30;
const moves = 60;

/**
 * What an hour of walking shows, beside what some seconds show: how long its notebook takes to open, and the longest
 * frame while it is used. Each figure is taken of both in turn.
 */
export async function measureHour(context, bed, texts, { clip, frames, savedFile }) {
  context.say('an hour of walking');
  const hourFile = await hourNotebook(context, texts, { clip, frames });
  const window = await bed.newWindow({
    'empty.gaitnb': texts(['']),
    'seconds.gaitnb': savedFile,
    'hour.gaitnb': hourFile,
  });
  const notebook = await window.openNotebook('empty.gaitnb');
  const results = { 'hour.gaitnb': [], 'seconds.gaitnb': [] };
  for (let repeat = 0; repeat < (context.quick ? 2 : 5); repeat++) {
    for (const [file, all] of Object.entries(results)) {
      context.say(`${file}, ${repeat + 1}`);
      const openedMs = await millisecondsToOpen(window, file);
      all.push({
        openedMs,
        pointed: Math.max(...(await pointedFrames(notebook))),
        scrubbed: Math.max(...(await scrubbedFrames(notebook))),
        scrolled: Math.max(...(await scrolledFrames(window.page, notebook.list))),
      });
      await window.closeEditor();
    }
  }
  await window.close();
  const both = (what, asked, name) => [
    timed(what, asked, millis(results['hour.gaitnb'].map((each) => each[name]))),
    told('  the same of seven seconds', millis(results['seconds.gaitnb'].map((each) => each[name]))),
  ];
  return [
    ...both(
      `an hour of walking (${(hourFile.length / 1e6).toFixed(1)} MB): from the choice to its first output`,
      '',
      'openedMs',
    ),
    ...both('  longest frame while the mouse goes along its curves', 'smooth', 'pointed'),
    ...both('  longest frame while its player is scrubbed', 'smooth', 'scrubbed'),
    ...both('  longest frame while it is scrolled through', 'smooth', 'scrolled'),
  ];
}

const millis = (values) => `${median(values).toFixed(0)} ms (${spread(values, 0)})`;

/**
 * The notebook of an hour of video, run. To find the poses of so many frames takes half an hour, so its pictures are
 * those of a short clip whose frames lie far apart, and its curves are of landmarks that walk for an hour: outputs of
 * the same size and kind, of the same recording.
 */
async function hourNotebook(context, texts, { clip, frames }) {
  const folder = mkdtempSync(path.join(context.folder, 'hour-'));
  const timesSlower = (hourS * sampleFps) / frames;
  execFileSync(context.tools.ffmpegPath, [
    ...['-v', 'error', '-itsscale', String(timesSlower), '-i', clip, '-c', 'copy'],
    path.join(folder, 'walk.mp4'),
  ]);
  const { formatTrc, anHour } = context.kernel;
  await writeFile(path.join(folder, 'hour.trc'), formatTrc(anHour()));
  const run = async (name, cells) => {
    writeFileSync(path.join(folder, name), texts(cells));
    await runCommand(context, folder, ['run', name]);
    return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  };
  const seen = await run('seen.gaitnb', [load(), pose]);
  const walked = await run('walked.gaitnb', ['step: load-landmarks\nlandmarks: hour.trc\nas: poses', events]);
  const [poseCell, gaitCell] = [seen.cells[1], walked.cells[1]];
  const poseOf = payload(poseCell, 'application/vnd.gait.pose+json');
  const gait = payload(gaitCell, 'application/vnd.gait.events+json');
  const { bundle, pictureId, recording } = poseOf;
  Object.assign(gait, { recording, pose: { bundle, picture: null, pictureId } });
  return `${JSON.stringify({ ...seen, cells: [seen.cells[0], poseCell, gaitCell].map(own) }, null, 1)}\n`;
}

const own = (cell, index) => ({ ...cell, id: `hour-${index}` });

function payload({ outputs }, type) {
  const found = outputs.find(({ data }) => data?.[type])?.data[type];
  if (!found) throw new Error(`A cell of the hour’s notebook has no output ${type}.`);
  return found;
}

/** Frames of the outputs’ document while the mouse goes along the curves, and the players go along. */
async function pointedFrames(notebook) {
  const curves = notebook.outputs.locator('.gait .curves-overlay').first();
  await toSight(notebook, curves, 2);
  const { x, y, width, height } = await curves.boundingBox();
  const { mouse } = notebook.window.page;
  const moment = () => curves.getAttribute('aria-valuenow');
  const before = await moment();
  const frames = await framesWhile(notebook.outputs.locator('body'), async () => {
    for (let move = 0; move <= moves; move++)
      await mouse.move(x + width * (0.1 + (0.85 * move) / moves), y + height / 3);
  });
  if ((await moment()) === before) throw new Error('Pointing at the curves has not changed the moment.');
  return frames;
}

/** The same while the handle of the pose’s player is dragged from one end to the other. */
async function scrubbedFrames(notebook) {
  const slider = notebook.outputs.locator('.pose .slider').first();
  await toSight(notebook, slider, 1);
  const { x, y, width, height } = await slider.boundingBox();
  const { mouse } = notebook.window.page;
  await mouse.move(x + 2, y + height / 2);
  await mouse.down();
  const frames = await framesWhile(notebook.outputs.locator('body'), async () => {
    for (let move = 0; move <= moves; move++)
      await mouse.move(x + 2 + ((width - 4) * move) / moves, y + height / 2);
  });
  await mouse.up();
  const [at, end] = [await slider.inputValue(), await slider.getAttribute('max')];
  if (at !== end) throw new Error(`The player was scrubbed to frame ${at}, not to ${end}.`);
  return frames;
}

/** Rolls to the output of a cell, and on until this part of it is in view. */
async function toSight(notebook, shown, cell) {
  await notebook.cellAtTop(cell);
  await shown.waitFor({ state: 'attached' });
  for (let tries = 0; !(await notebook.pointAt(shown)); tries++)
    if (tries > 100) throw new Error('Part of an output does not come into view.');
}
