// What the pictures show, in the order in which a first user meets it.

/** Where the gait cells of the sample stand, among its texts. */
const [load, pose, events, report] = [1, 3, 5, 7];
/** Poses of 210 frames, on cores that others may use as well. */
const runWithinMs = 300_000;
/** Frames after which the plot has something to show. */
const framesSeen = 90;
const marginPx = 8;

/**
 * @param window the editor's window, still empty
 * @param until waits for a condition
 * @param take keeps a picture of the window, or of a part of it
 */
export async function takePictures(window, until, take) {
  const { page } = window;
  const notebook = await window.openNotebook('first-walk.gaitnb');
  await window.setTheme('light');
  await window.command('View: Toggle Primary Side Bar Visibility');
  const tall = page.viewportSize();

  await page.setViewportSize({ ...tall, height: 760 });
  await notebook.runAll();
  await notebook.untilState(load, 'success', runWithinMs);
  await notebook.cellAtTop(pose);
  const line = notebook.outputs.locator('.live-run', { hasText: 'extract-pose' }).locator('.figures');
  await until(
    'some of the pose to be found',
    async () => {
      const [text = ''] = await line.allInnerTexts();
      if (Number(/^(\d+) of/.exec(text)?.[1] ?? 0) >= framesSeen) return true;
      const state = await notebook.state(pose);
      if (state === 'executing' || state === 'pending') return false;
      throw new Error(`The pose ended with “${state}” before there was a picture of its progress.`);
    },
    runWithinMs,
  );
  await take('running');
  await page.setViewportSize(tall);
  for (const cell of [pose, events, report]) await notebook.untilState(cell, 'success', runWithinMs);

  await notebook.cellAtTop(events);
  const gait = (await notebook.untilOutput(events)).locator('.gait');
  await gait.locator('.parameters').waitFor();
  // A heel strike that is moved by two frames, and not yet written.
  await gait.locator('.lane .mark').nth(4).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.mouse.move(2, 2);
  await take('events', await around(...from(gait, 'Events and joint angles')));
  await take('cycle', await around(...from(gait, 'Mean cycle'), ...from(gait, 'Parameters')));

  await notebook.cellAtTop(pose);
  const track = (await notebook.untilOutput(pose)).locator('.pose');
  await take(
    'player',
    await around(...['strong', '.stage', '.slider', '.position'].map((part) => track.locator(part))),
  );
  await notebook.cellAtTop(load);
  const study = (await notebook.untilOutput(load)).getByRole('region', { name: /^Walks of/ });
  await take('study', await around(study));

  // What the sample itself proposes to try: on most machines a larger model is slower than the video.
  const cell = (await notebook.text(pose)).replace(/profile: fast.*/, 'profile: balanced');
  await notebook.replaceCell(pose, cell);
  await notebook.runCell(pose);
  await notebook.untilState(pose, 'success', runWithinMs);
  await notebook.cellAtTop(pose);
  const run = (await notebook.untilOutput(pose)).locator('.run');
  await run.locator('.summary').waitFor();
  if ((await run.locator('.advice').count()) > 0) await take('advice', await around(run));
  else
    console.error(
      'No advice was given on this machine, which is fast: docs/images/advice.png stays as it was.',
    );
}

/** A heading of an output, and what follows it. */
const from = (output, heading) => {
  const title = output.locator('h3', { hasText: heading });
  return [title, title.locator('+ *')];
};

/** The part of the window that holds all of these. */
async function around(...parts) {
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  const left = Math.min(...boxes.map(({ x }) => x)) - marginPx;
  const top = Math.min(...boxes.map(({ y }) => y)) - marginPx;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + marginPx;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + marginPx;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
