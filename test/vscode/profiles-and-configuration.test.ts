import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { SettingsLayer } from '../../src/shared/settings';
import { useBed } from './bed/in-tests';
import { projectRoot } from './bed/install';
import type { Notebook } from './bed/notebook';
import { notebookText } from './bed/notebook-text';
import { until } from './bed/until';
import type { EditorWindow } from './bed/window';

const bed = useBed();

const poseStep = 'step: extract-pose\nvideo: walks';
const runWithinMs = 240_000;
const settingsFile = '.vscode/settings.json';

/** A new window on a notebook with these cells below one that opens a walk; it has room for an editor beside it. */
async function opened(
  cells: readonly string[],
  settings?: Record<string, unknown>,
): Promise<{ window: EditorWindow; notebook: Notebook }> {
  const window = await bed().newWindow({
    'walk.gaitnb': notebookText([
      'step: load-video\nvideo: walker-side.mp4\nmax_frames: 60\nas: walks',
      ...cells,
    ]),
    'walker-side.mp4': { copyOf: path.join(projectRoot, 'samples/walker-side.mp4') },
    ...(settings && { [settingsFile]: JSON.stringify(settings) }),
  });
  await window.page.setViewportSize({ width: 1400, height: 1500 });
  const notebook = await window.openNotebook('walk.gaitnb');
  await notebook.runCell(0);
  await notebook.untilState(0, 'success');
  return { window, notebook };
}

/** What the configuration file beside the notebook holds; nothing where there is none. */
async function configurationOf({ folder }: EditorWindow): Promise<Record<string, unknown>> {
  const text = await readFile(path.join(folder, 'gait.config.json'), 'utf8').catch(() => '{}');
  // While VS Code writes it, it is empty for a moment.
  return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
}

const profilesOf = async (window: EditorWindow): Promise<Record<string, unknown>> =>
  ((await configurationOf(window))['performance_profiles'] ?? {}) as Record<string, unknown>;

/** The settings of the folder. */
const settingsOf = async ({ folder }: EditorWindow): Promise<unknown> =>
  JSON.parse(await readFile(path.join(folder, settingsFile), 'utf8'));

/** The box that asks something, and its field once it has this title. */
function questionsOf({ page }: EditorWindow) {
  const question = page.locator('.quick-input-widget').filter({ visible: true });
  const asks = async (title: string): Promise<Locator> => {
    await question.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
    return question.locator('input.input');
  };
  return { question, asks };
}

/** One window for both: each test goes on where the one before has ended. */
describe('settings for all cells', () => {
  const deadline = { 'gaitNotebook.deadlineS': 600 };
  const [plain, quick] = [1, 2] as const;
  /** Batches that are too large for any machine, so that advice is given. */
  const quickCell = `${poseStep}\nprofile: fast\nsettings:\n  io_optimization:\n    batch_size: 5000\nas: quick-poses`;
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    ({ window, notebook } = await opened([`${poseStep}\nas: poses`, quickCell], deadline));
  });
  afterAll(() => window.close());

  test('a researcher sets a deadline for all studies, which cells go without that name their own profile', async () => {
    // Nothing would come of the deadline here, so it is said, with the place where it stands.
    await notebook.runCell(plain);
    await notebook.untilState(plain, 'error');
    await notebook.cellAtTop(plain);
    const refused = await notebook.untilOutput(plain);
    await refused
      .getByText('deadline_s is set (folder settings), and the profile is balanced')
      .first()
      .waitFor();
    await window.screenshot('deadline without auto');
    await notebook.runCell(quick);
    await notebook.untilState(quick, 'success', runWithinMs);
  });

  test('a researcher writes advice into the configuration file, and takes it back with one undo', async () => {
    await notebook.cellAtTop(quick);
    const output = await notebook.untilOutput(quick);
    const advice = output.locator('.advice li', { hasText: 'Batches of 5000 frames are large' });
    await advice.getByRole('button', { name: /^Write into the configuration file/ }).click();
    await until(
      'the configuration file to hold the advice',
      async () => (await configurationOf(window))['io_optimization'] !== undefined,
    );
    expect(await settingsOf(window)).toEqual({ ...deadline, 'gaitNotebook.configFile': 'gait.config.json' });
    // The file stands beside the notebook with the keyboard in it, so that undo takes the change back.
    await window.screenshot('advice in the configuration file');
    await window.page.keyboard.press('Control+Z');
    const editor = window.page.locator('.editor-instance .monaco-editor', { hasText: '{' }).last();
    await until('undo to have emptied it', async () => !(await editor.innerText()).includes('batch_size'));
    await window.page.keyboard.press('Control+Shift+Z');
    await until('redo to have filled it', async () => (await editor.innerText()).includes('batch_size'));
    await window.page.keyboard.press('Control+S');
  });
});

/** One window for both, as above. */
describe('profiles of one’s own', () => {
  const [camera, benchmark] = [1, 2] as const;
  const cameraCell = `${poseStep}\nprofile: fast\nsettings:\n  io_optimization:\n    batch_size: 24\nas: poses`;
  const benchmarkCell =
    'step: benchmark\nvideo: walks\nprofiles: [fast, balanced]\ntype: mediapipe\nrepeats: 1\nframes: 20\nbaseline: false';
  let window: EditorWindow;
  let notebook: Notebook;

  beforeAll(async () => {
    ({ window, notebook } = await opened([cameraCell, benchmarkCell]));
  });
  afterAll(() => window.close());

  test('a researcher saves the settings of a run as a profile, and runs another cell with it', async () => {
    await notebook.runCell(camera);
    await notebook.untilState(camera, 'success', runWithinMs);
    const { keyboard } = window.page;
    const { question, asks } = questionsOf(window);

    await notebook.selectCell(camera);
    await window.command('Gait: Save as Profile…');
    const name = await asks('Save as Profile');
    await name.fill('auto');
    await question.getByText(/^"auto" is taken: it stands for the most accurate profile/).waitFor();
    await keyboard.press('Enter');
    await window.screenshot('name of a profile that is taken');
    await name.fill('lab camera');
    await question.getByText(/^A name is a letter or a digit, then/).waitFor();
    await keyboard.press('Enter');
    // It still asks for the name, and nothing is written.
    await asks('Save as Profile');
    expect(await configurationOf(window)).toEqual({});
    await name.fill('lab-camera');
    await keyboard.press('Enter');
    await (await asks('Save as Profile: lab-camera')).fill('For the camera of the laboratory.');
    await keyboard.press('Enter');
    await window.notification(
      'The profile lab-camera is in gait.config.json; name it with profile: lab-camera.',
    );
    const saved = {
      'lab-camera': {
        description: 'For the camera of the laboratory.',
        performance_mode: 'fast',
        io_optimization: { batch_size: 24 },
      },
    };
    expect(await profilesOf(window)).toEqual(saved);
    expect(await settingsOf(window)).toEqual({ 'gaitNotebook.configFile': 'gait.config.json' });
    await window.screenshot('saved profile');

    // The file stands beside the notebook with the keyboard in it, so that undo takes the profile back.
    await keyboard.press('Control+Z');
    await keyboard.press('Control+S');
    await until('the profile to be gone', async () => !('lab-camera' in (await profilesOf(window))));
    await keyboard.press('Control+Shift+Z');
    await keyboard.press('Control+S');
    await until('the profile to be back', async () => 'lab-camera' in (await profilesOf(window)));
    expect(await profilesOf(window)).toEqual(saved);

    // A cell that names it is offered it, and runs with it.
    const step = `${poseStep}\nas: poses`;
    await notebook.replaceCell(camera, step);
    await keyboard.type('\nprofile: lab');
    const proposals = window.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await proposals.getByText('lab-camera').first().waitFor();
    await keyboard.press('Enter');
    const named = `${step}\nprofile: lab-camera`;
    await until('the cell to name it', async () => (await notebook.text(camera)) === named);
    await notebook.runCell(camera);
    await notebook.untilState(camera, 'success', runWithinMs);
    await notebook.cellAtTop(camera);
    const output = await notebook.untilOutput(camera);
    await output.getByText('Settings, and who set them').click();
    const batches = output.locator('tr', { hasText: 'io_optimization.batch_size' });
    expect(await batches.locator('td').allInnerTexts()).toEqual(['24', 'profile lab-camera']);

    // The button of the output asks the same, and says what a name that is there would change.
    await output.getByRole('button', { name: /^Save the settings of this run as a profile/ }).click();
    await (await asks('Save as Profile')).fill('lab-camera');
    await question.getByText(/^There is a profile "lab-camera" in the configuration file/).waitFor();
    await window.screenshot('name of a profile that is there');
    await (await asks('Save as Profile')).fill('lab-camera-2');
    await keyboard.press('Enter');
    await (await asks('Save as Profile: lab-camera-2')).press('Enter');
    await window.notification('The profile lab-camera-2 is in gait.config.json');
    expect(await profilesOf(window)).toEqual({
      ...saved,
      'lab-camera-2': { performance_mode: 'lab-camera' },
    });
  });

  test('a researcher saves what a benchmark advises as a profile, and takes its profile for all cells', async () => {
    const before = await profilesOf(window);
    await notebook.runCell(benchmark);
    await notebook.untilState(benchmark, 'success', runWithinMs);
    const { asks } = questionsOf(window);
    await notebook.cellAtTop(benchmark);
    const output = await notebook.untilOutput(benchmark);
    const advice = output.locator('.advice li').first();
    const save = advice.getByRole('button', { name: /^Save as a profile of your own/ });
    const advised = parse(await advice.locator('.change').innerText()) as SettingsLayer;
    await save.click();
    await (await asks('Save as Profile')).fill('as-measured');
    await (await asks('Save as Profile')).press('Enter');
    await (await asks('Save as Profile: as-measured')).press('Enter');
    await window.notification('The profile as-measured is in gait.config.json');
    await window.screenshot('profile of a benchmark');
    expect(await profilesOf(window)).toEqual({ ...before, 'as-measured': advised });
    expect(['fast', 'balanced']).toContain(advised.performance_mode);

    // For all cells the profile alone is written: the limit was reckoned for the videos that were measured.
    await advice.getByRole('button', { name: /^Write into the configuration file/ }).click();
    await until(
      'the configuration file to name the profile',
      async () => 'performance_mode' in (await configurationOf(window)),
    );
    const { performance_profiles: _saved, ...written } = await configurationOf(window);
    expect(written).toEqual({ performance_mode: advised.performance_mode });
  });
});
