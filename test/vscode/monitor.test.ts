import path from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { pageWith } from './bed/page-with';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();
const pose = 1;
const runWithinMs = 240_000;

const poseCell = (profile: string): string =>
  `step: extract-pose\nvideo: walks\nprofile: ${profile}\nmax_memory_mb: 2048\nas: poses`;

describe('the side bar', () => {
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    window = await bed().newWindow({
      'walk.gaitnb': notebookText([
        'step: load-video\nvideo: walker-side.mp4\nmax_frames: 120\nas: walks',
        poseCell('fast'),
        'step: detect-events\npose: poses\nas: gait',
      ]),
      'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    });
    notebook = await window.openNotebook('walk.gaitnb');
    await window.command('View: Show Gait');
  });

  const entry = (words: RegExp): Locator => window.page.getByRole('treeitem', { name: words });

  test('says before the first run that there is none, and how to make one', async () => {
    await window.page.getByText('No step has run here yet.').waitFor();
    const page = await pageWith(window, 'the view of what runs', 'main .quiet[role="status"]');
    expect(await page.locator('.quiet').innerText()).toContain('No step runs.');
    await window.screenshot('runs none yet');
  });

  test('shows a running step move: stage, frames, memory against the limit, CPU, and what waits', async () => {
    await notebook.runAll();
    const page = await pageWith(window, 'the run in the view', 'main .running .memory-line');
    const run = page.locator('.running', { hasText: 'extract-pose' });
    await run.getByText(/^[1-9]\d* of 120 frames/).waitFor({ timeout: runWithinMs });
    const facts = await run.locator('dl').innerText();
    expect(facts).toMatch(/Stage\s+video processing/);
    expect(facts).toMatch(/Memory\s+\d+ of 2048 MB, peak \d+ MB/);
    expect(facts).toMatch(/CPU\s+\d+ %/);
    expect(facts).toMatch(/Walks\s+0 of 1 walk done · in work: walker-side/);
    expect(facts).toMatch(/Waiting\s+detect-events/);
    await window.screenshot('runs live');

    const seen = new Set<string>();
    await until(
      'the pose to be extracted',
      async () => {
        const texts = await run
          .locator('dl')
          .allInnerTexts()
          .catch(() => []);
        for (const text of texts) seen.add(/\d+ of 120 frames/.exec(text)?.[0] ?? '');
        return (await notebook.state(pose)) === 'success';
      },
      runWithinMs,
    );
    expect(seen.size).toBeGreaterThan(3);
  });

  test('lists the history, and shows the figures of a run that is chosen', async () => {
    await notebook.untilState(2, 'success', runWithinMs);
    const first = entry(/^extract-pose → poses, .*done · .* of 2048 MB · fast/);
    await first.waitFor();
    await entry(/^load-video → walks, /).waitFor();
    await entry(/^detect-events → gait, /).waitFor();
    await first.click();
    await window.tab('Run: extract-pose → poses').waitFor();
    const page = await pageWith(window, 'the figures of the run', 'main .run-page');
    const text = await page.locator('.run-page').innerText();
    expect(text).toMatch(/Peak memory\s+\d+ of 2048 MB/);
    expect(text).toMatch(/Stage video processing\s+\d/);
    expect(text).toMatch(/max_memory_mb\s+2048 \(cell\)/);
    await page.locator('.memory-line').waitFor();
    await window.screenshot('runs details');
  });

  test('lays two runs side by side', async () => {
    await entry(/^extract-pose → poses, /).click();
    await entry(/^detect-events → gait, /).click({ modifiers: ['Control'] });
    await window.command('Gait: Compare Runs');
    const page = await pageWith(window, 'the two runs', 'main .run-page thead');
    const heads = await page.locator('.run-page thead').first().locator('th').allInnerTexts();
    expect(heads.map((head) => head.split(',')[0])).toEqual([
      '',
      'extract-pose → poses',
      'detect-events → gait',
      'Change',
    ]);
    expect(await page.locator('.run-page').innerText()).toMatch(/Time\s+\S+ s\s+\S+ s\s+−\d+ %/);
    await until(
      'a line for each run',
      async () => (await page.locator('.overlay .memory-line').count()) === 2,
    );
    await window.setTheme('dark');
    await window.screenshot('runs side by side');
    await window.setTheme('light');
  });
});
