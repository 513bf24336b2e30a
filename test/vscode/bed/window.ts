import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dialog, Locator, Page } from 'playwright-core';
import { projectRoot } from './install';
import { Notebook } from './notebook';
import type { PageGlobals } from './page-element';
import type { BedServer } from './server';
import { until } from './until';

/** Where screenshots are kept to be looked at. */
export const screenshotFolder = path.join(projectRoot, 'test-results/screenshots');

/** Themes by what they are for: their label in the list of themes, and the class that says that one of them is on. */
export const themes = {
  light: { label: 'Light 2026', shownAs: 'vs' },
  dark: { label: 'Dark 2026', shownAs: 'vs-dark' },
  'high contrast': { label: 'Dark High Contrast', shownAs: 'hc-black' },
  'high contrast light': { label: 'Light High Contrast', shownAs: 'hc-light' },
} as const;

/** Loading the workbench takes ten seconds and more on a busy machine. */
const loadedWithinMs = 120_000;
/** A list of choices is there at once; what is not in it by then will not come. */
const listedWithinMs = 5000;

/** One window of VS Code on one folder, with what a user does in it. */
export class EditorWindow {
  constructor(
    readonly page: Page,
    /** The folder that is open in it. */
    readonly folder: string,
    private readonly server: BedServer,
  ) {}

  get workbench(): Locator {
    return this.page.locator('.monaco-workbench');
  }

  /** Loads the window, with a file of its folder opened in it where one is named. */
  async load(file?: string): Promise<void> {
    const address = new URL(this.server.url);
    address.searchParams.set('folder', this.folder);
    if (file !== undefined) {
      const opened = `vscode-remote://${address.host}${path.posix.join(this.folder, file)}`;
      address.searchParams.set('payload', JSON.stringify([['openFile', opened]]));
    }
    await this.page.goto(address.href);
    await this.ready();
  }

  /** Loads the window again, as a user does who presses F5; its editors come back by themselves. */
  async reload(): Promise<void> {
    await this.leaving(() => this.page.reload());
    await this.ready();
  }

  /** Shows a notebook: with the window where it is still empty, else as a user who looks for the file by its name. */
  async openNotebook(file: string): Promise<Notebook> {
    const notebook = new Notebook(this);
    if (this.page.url() === 'about:blank') await this.load(file);
    else await this.quickOpen(file);
    const tab = this.tab(path.basename(file));
    await tab.waitFor({ timeout: loadedWithinMs });
    await notebook.rows.first().waitFor({ state: 'attached', timeout: loadedWithinMs });
    return notebook;
  }

  async quickOpen(file: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.pick(path.basename(file), path.basename(file));
  }

  /** Runs a command of the palette, named as it stands there: `View: Close Editor`. */
  async command(title: string): Promise<void> {
    // A window that was just loaded may not know the commands of its extensions yet, and its list does not grow; and an
    // editor that comes to the front closes the list.
    await until(`the command ${title}`, async () => {
      await this.page.keyboard.press('F1');
      const isThere = await this.listed(title).catch(() => false);
      if (!isThere) await this.page.keyboard.press('Escape');
      return isThere;
    });
    await this.pick(`>${title}`, title);
  }

  /** Writes into the list of choices that is open and takes the one with this label. */
  async pick(text: string, label = text): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input.input');
    await input.fill(text);
    const choice = this.choice(label);
    await choice.click();
    // The list closes, or the command goes on to ask in another one.
    await choice.waitFor({ state: 'hidden' });
  }

  private async listed(title: string): Promise<boolean> {
    const input = this.page.locator('.quick-input-widget:visible input.input');
    await input.fill(`>${title}`, { timeout: listedWithinMs });
    await this.choice(title).waitFor({ timeout: listedWithinMs });
    return true;
  }

  private choice(label: string): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }

  get tabs(): Locator {
    return this.page.locator('.tabs-container .tab');
  }

  /** A tab by its file's name. */
  tab(name: string): Locator {
    return this.tabs.filter({ hasText: name });
  }

  /** Closes the editor in front; where it asks whether to save, `answer` is the button to press. */
  async closeEditor(answer?: "Don't Save" | 'Save' | 'Cancel'): Promise<void> {
    await this.command('View: Close Editor');
    if (answer !== undefined) await this.answer(answer);
  }

  /** The modal question that VS Code asks now. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async answer(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'hidden' });
  }

  /** Trusts the folder, which is in Restricted Mode until then. */
  async trustFolder(): Promise<void> {
    await this.command('Workspaces: Manage Workspace Trust');
    await this.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await this.page.locator('.statusbar-item').getByText('Restricted Mode').waitFor({ state: 'detached' });
    await this.closeEditor();
  }

  /** What the notifications say that are shown now. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification with this text and gives it as a locator, for its buttons. */
  async notification(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
    await item.first().waitFor();
    return item.first();
  }

  /** Chooses a theme as a user does, from the list of them. */
  async setTheme(theme: keyof typeof themes): Promise<void> {
    const { label, shownAs } = themes[theme];
    await this.command('Preferences: Color Theme');
    await this.pick(label);
    await this.page.locator(`.monaco-workbench.${shownAs}`).waitFor();
  }

  /** Puts a text in place of all that is in the editor with the cursor. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate(
      // In the page, where there is a clipboard.
      (pasted) => (globalThis as unknown as PageGlobals).navigator.clipboard.writeText(pasted),
      text,
    );
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Control+V');
  }

  /** Whether the editor in front is marked as changed. */
  async isDirty(): Promise<boolean> {
    return (await this.page.locator('.tabs-container .tab.active.dirty').count()) > 0;
  }

  /** A picture of the window among the test results. */
  async screenshot(name: string): Promise<string> {
    await mkdir(screenshotFolder, { recursive: true });
    const file = path.join(screenshotFolder, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /**
   * Waits until VS Code has let go of what it keeps of unsaved changes, which takes it a while after they were saved: a
   * window that is opened before brings them back.
   */
  untilNothingIsUnsaved(): Promise<true> {
    return until('VS Code to keep no unsaved changes', async () => {
      const backups = path.join(this.server.folder, 'profile/User/Backups');
      const names = await readdir(backups, { recursive: true }).catch(() => []);
      // A folder, or one that is gone meanwhile, has no text.
      const texts = await Promise.all(
        names.map((name) => readFile(path.join(backups, name), 'latin1').catch(() => '')),
      );
      // The first line tells whose changes they are.
      return !texts.some((text) => text.split('\n', 1)[0]!.includes(path.basename(this.folder)));
    });
  }

  /** Closes the window, whatever is unsaved in it; its extension host and its kernel end with it. */
  async close(): Promise<void> {
    // Left by way of an empty page, the server learns at once that the window is gone.
    await this.leaving(() => this.page.goto('about:blank'));
    await this.page.context().close();
  }

  private async ready(): Promise<void> {
    await this.workbench.waitFor({ timeout: loadedWithinMs });
    await until(
      'VS Code’s status bar',
      async () => (await this.page.locator('.statusbar-item').count()) > 0,
      loadedWithinMs,
    );
  }

  /** The browser asks whether to leave a page with unsaved changes: yes. */
  private async leaving(act: () => Promise<unknown>): Promise<void> {
    const yes = (dialog: Dialog): void => void dialog.accept().catch(() => undefined);
    this.page.on('dialog', yes);
    try {
      await act();
    } finally {
      this.page.off('dialog', yes);
    }
  }
}
