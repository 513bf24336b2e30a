/** Turns of the wheel from a notebook's beginning to its end. */
export const scrollTurns = 120;

/** Milliseconds between the frames of a document, given as its page or a part of it, while something is done in it. */
export async function framesWhile(shown, act) {
  await shown.evaluate(() => {
    globalThis.gaitFrames = [];
    const next = (ms) => {
      globalThis.gaitFrames?.push(ms);
      if (globalThis.gaitFrames) globalThis.requestAnimationFrame(next);
    };
    globalThis.requestAnimationFrame(next);
  });
  await act();
  const at = await shown.evaluate(() => {
    const seen = globalThis.gaitFrames;
    globalThis.gaitFrames = undefined;
    return seen;
  });
  return at.slice(1).map((ms, index) => ms - at[index]);
}

/** The same while its notebook is scrolled to the end. */
export async function scrolledFrames(page, list) {
  const { x, y, height } = await list.boundingBox();
  await page.mouse.move(x + 3, y + height / 2);
  return framesWhile(page, async () => {
    for (let turn = 0; turn < scrollTurns; turn++) await page.mouse.wheel(0, 400);
  });
}
