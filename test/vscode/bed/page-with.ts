import type { Frame } from 'playwright-core';
import { until } from './until';
import type { EditorWindow } from './window';

/** The page within a window that holds what is looked for: that of the view, or that of the editor. */
export const pageWith = (window: EditorWindow, what: string, selector: string): Promise<Frame> =>
  until(what, async () => {
    for (const frame of window.page.frames()) {
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    return null;
  });
