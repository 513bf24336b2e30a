import { timed, told } from '../figures.mjs';
import { median, spread } from '../statistics.mjs';
import { drawn, millisecondsToOpen } from './bed.mjs';
import { scrolledFrames, scrollTurns } from './frames.mjs';

/** Two outputs a cell. */
const cells = 25;
const longFrameMs = 100;

/** A notebook with 50 outputs of all kinds: how long it takes to show, and whether it scrolls without a stall. */
export async function measureMany(context, bed, savedFile, clip) {
  const notebookFile = manyOutputs(JSON.parse(savedFile));
  const window = await bed.newWindow({
    'small.gaitnb': savedFile,
    'many.gaitnb': notebookFile,
    'walk.mp4': { copyOf: clip },
  });
  const { page } = window;
  const opened = [];
  const longest = [];
  const long = [];
  // The window is warm: the extension runs, and another notebook was shown.
  const small = await window.openNotebook('small.gaitnb');
  await small.outputs.locator(drawn).filter({ visible: true }).first().waitFor();
  await window.closeEditor();
  for (let repeat = 0; repeat < (context.quick ? 2 : 5); repeat++) {
    context.say(`50 outputs, ${repeat + 1}`);
    opened.push(await millisecondsToOpen(window, 'many.gaitnb'));
    const frames = await scrolledFrames(page, small.list);
    longest.push(Math.max(...frames));
    long.push(frames.filter((ms) => ms > longFrameMs).length);
    await window.closeEditor();
  }
  await window.close();
  const openedS = opened.map((ms) => ms / 1000);
  return [
    timed(
      `${2 * cells} outputs (${(notebookFile.length / 1e6).toFixed(1)} MB): from the choice to the first of them`,
      '≤ 2 s',
      `${median(openedS).toFixed(2)} s (${spread(openedS, 2)})`,
    ),
    timed(
      '  longest frame while it is scrolled through',
      'no stall',
      `${median(longest).toFixed(0)} ms (${spread(longest, 0)})`,
    ),
    told(
      `  frames over ${longFrameMs} ms in ${scrollTurns} turns of the wheel`,
      `${median(long)} (${spread(long, 0)})`,
    ),
  ];
}

/** The saved cells over and over, each with an id of its own. */
function manyOutputs(notebook) {
  const own = notebook.cells.filter(({ cell_type: type }) => type === 'code');
  const repeated = Array.from({ length: cells }, (_, index) => ({
    ...own[index % own.length],
    id: `many-${index}`,
  }));
  return `${JSON.stringify({ ...notebook, cells: repeated }, null, 1)}\n`;
}
