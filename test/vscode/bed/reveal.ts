import type { Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element';
import { until } from './until';

/** How far the list rolls for one turn of the wheel, however far the wheel is turned. */
const turnPx = 50;
const lookMs = 5000;
/** Nearer than this on the scrollbar, its handle lies where the press would go. */
const handlePx = 24;

/** Rolls the list by about so much, or by half of its height where that is less, so that no cell is passed by. */
async function roll(page: Page, list: Locator, px: number): Promise<void> {
  const { x, y, height } = (await list.boundingBox())!;
  // The edge on the left has neither editors nor outputs that would take the wheel.
  await page.mouse.move(x + 3, y + height / 2);
  const turns = Math.ceil(Math.min(height / 2, Math.abs(px)) / turnPx);
  for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, Math.sign(px) * 100);
}

/**
 * Rolls the list of cells until the cell with this number is in view: those out of view are not drawn. Nothing is
 * selected by it and the cursor stays where it is.
 */
export async function reveal(page: Page, list: Locator, index: number): Promise<void> {
  const rows = list.locator('.monaco-list-row[role="listitem"]');
  const row = list.locator(`.monaco-list-row[role="listitem"][data-index="${index}"]`);
  await rows.first().waitFor({ state: 'attached' });
  const { x, y, width, height } = (await list.boundingBox())!;
  // Where on the scrollbar the cell must be.
  let [from, to] = [0, height];

  const press = async (at: number): Promise<void> => {
    await page.mouse.move(x + width - 6, y + at);
    await page.mouse.down();
    await page.mouse.up();
  };

  await until(`cell ${index} to come into view`, async () => {
    // One that is rolled out of view just now is gone before it is looked at.
    const isDrawn = (await row.count()) > 0;
    const box = isDrawn ? await row.boundingBox({ timeout: lookMs }).catch(() => null) : null;
    if (isDrawn && box === null) return false;
    if (box !== null) {
      const below = box.y + Math.min(box.height, height / 2) - (y + height);
      if (box.y >= y - 1 && below <= 1) return true;
      await roll(page, list, box.y < y ? box.y - y : below);
      return false;
    }
    const drawn = await rows.evaluateAll((all: PageElement[]) =>
      all.map((each) => Number(each.getAttribute('data-index'))),
    );
    const isAbove = index < Math.min(...drawn);
    if (to - from <= handlePx) await roll(page, list, isAbove ? -height : height);
    else {
      const middle = (from + to) / 2;
      await press(middle);
      const now = await rows.evaluateAll((all: PageElement[]) =>
        all.map((each) => Number(each.getAttribute('data-index'))),
      );
      if (index < Math.min(...now)) to = middle;
      else if (index > Math.max(...now)) from = middle;
    }
    return false;
  });
}

/** How long a cell that was seen a moment ago is waited for. */
const goneMs = 1000;

/** Rolls the list until the cell begins at its upper edge, or the notebook ends: so as much of its output is seen as can be. */
export async function revealAtTop(page: Page, list: Locator, index: number): Promise<void> {
  const row = list.locator(`.monaco-list-row[role="listitem"][data-index="${index}"]`);
  let before = NaN;
  await until(`cell ${index} to come to the upper edge`, async () => {
    // What is above may still grow while it is drawn, so it is looked for again each time.
    await reveal(page, list, index);
    const { y } = (await list.boundingBox())!;
    // What is drawn above may push the cell out of the list meanwhile: then it is looked for again.
    const box = await row.boundingBox({ timeout: goneMs }).catch(() => null);
    if (box === null) return false;
    const wayPx = box.y - y;
    if (wayPx < turnPx || wayPx === before) return true;
    before = wayPx;
    await roll(page, list, wayPx - (wayPx % turnPx));
    return false;
  });
}

/**
 * Rolls the list until the middle of what an output shows is in view, and puts the mouse there. A browser that is told to
 * scroll to it would move what the list itself moves, and look for it where it no longer is.
 * @returns whether it was in view; outputs may still grow, so one asks again until there is what one wants.
 */
export async function pointAt(page: Page, list: Locator, shown: Locator): Promise<boolean> {
  const box = await shown.boundingBox({ timeout: goneMs }).catch(() => null);
  if (box === null) return false;
  const { y, height } = (await list.boundingBox())!;
  const middle = box.y + box.height / 2;
  const beyondPx = middle - (y + height / 2);
  if (Math.abs(beyondPx) < height / 2 - turnPx) {
    await page.mouse.move(box.x + box.width / 2, middle);
    return true;
  }
  await roll(page, list, beyondPx);
  return false;
}
