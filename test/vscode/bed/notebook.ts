import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { PageElement } from './page-element';
import { pointAt, reveal, revealAtTop } from './reveal';
import { until } from './until';
import type { EditorWindow } from './window';

/** What the mark beside a cell says about its run. */
export type CellState = 'success' | 'error' | 'executing' | 'pending' | 'none';

/** The notebook in front of a window, with what a user does with it. */
export class Notebook {
  private readonly page: Page;

  constructor(readonly window: EditorWindow) {
    this.page = window.page;
  }

  /** The list of cells; an editor behind another tab has one as well, which is not seen. */
  get list(): Locator {
    return this.page.locator('.notebookOverlay').filter({ visible: true }).locator('.cell-list-container');
  }

  /** The cells that are drawn now, code and text: those in view and a few around. Lists of proposals have rows as well. */
  get rows(): Locator {
    return this.list.locator('.monaco-list-row[role="listitem"]');
  }

  /** Document of the outputs, of all cells in one. */
  get outputs(): FrameLocator {
    return this.list.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** The cell with this number, from 0, code and text counted; brought into view where it is not. */
  async cell(index: number): Promise<Locator> {
    await reveal(this.page, this.list, index);
    return this.list.locator(`.monaco-list-row[role="listitem"][data-index="${index}"]`);
  }

  /** The same at the upper edge, with all of its output below it that there is room for. */
  async cellAtTop(index: number): Promise<Locator> {
    await revealAtTop(this.page, this.list, index);
    return this.list.locator(`.monaco-list-row[role="listitem"][data-index="${index}"]`);
  }

  /** Puts the mouse on what an output shows, once that is in view; false as long as it is not. */
  pointAt(shown: Locator): Promise<boolean> {
    return pointAt(this.page, this.list, shown);
  }

  /** Text of the cells that are drawn now, by number. */
  async cells(): Promise<{ index: number; kind: 'code' | 'text'; text: string }[]> {
    const drawn = await this.rows.evaluateAll((rows: PageElement[]) =>
      rows.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        isCode: row.className.includes('code-cell-row'),
        lines: [...row.querySelectorAll('.view-line')]
          .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
          .map((line) => line.textContent.replaceAll('\u00a0', ' ')),
      })),
    );
    return drawn
      .map(({ index, isCode, lines }) => ({
        index,
        kind: isCode ? ('code' as const) : ('text' as const),
        text: lines.join('\n'),
      }))
      .sort((a, b) => a.index - b.index);
  }

  /** Text of one cell, as it is shown. */
  async text(index: number): Promise<string> {
    await this.cell(index);
    return (await this.cells()).find((cell) => cell.index === index)?.text ?? '';
  }

  async runAll(): Promise<void> {
    await this.starting(() => this.toolbarButton('Run All').click());
  }

  /** With the button beside the cell, which shows where the mouse is. */
  async runCell(index: number): Promise<void> {
    const row = await this.cell(index);
    await this.starting(async () => {
      await row.hover();
      await row.locator('.run-button-container .codicon-notebook-execute').click();
    });
  }

  /** Stops what runs, with the toolbar's button. */
  async interrupt(): Promise<void> {
    await this.toolbarButton('Interrupt').click();
  }

  /** A button of the toolbar, by its label: it is read from the row above the cells. */
  toolbarButton(label: string): Locator {
    return this.page
      .locator('.notebookOverlay')
      .filter({ visible: true })
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: label, exact: true });
  }

  /** How the run of a cell stands. */
  async state(index: number): Promise<CellState> {
    const row = await this.cell(index);
    for (const state of ['success', 'error', 'executing', 'pending'] as const)
      if ((await row.locator(`.codicon-notebook-state-${state}`).filter({ visible: true }).count()) > 0)
        return state;
    return 'none';
  }

  /** Waits until the run of a cell stands so; one that has ended otherwise is an error that says what it showed. */
  async untilState(index: number, wanted: CellState, timeoutMs?: number): Promise<void> {
    await until(
      `cell ${index} to show “${wanted}”`,
      async () => {
        const state = await this.state(index);
        if (state !== wanted && wanted !== 'executing' && (state === 'success' || state === 'error')) {
          const shown = await this.untilOutput(index, 1000).then((output) => output.innerText(), String);
          throw new Error(`Cell ${index} ended with “${state}”, not with “${wanted}”:\n${shown}`);
        }
        return state === wanted;
      },
      timeoutMs,
    );
  }

  /**
   * All outputs of one cell together; null where it shows none. Their document knows cells by names of its own only, but
   * each of them starts at the height where the cell does.
   */
  async output(index: number): Promise<Locator | null> {
    const row = await (await this.cell(index)).boundingBox();
    const shown = this.outputs.locator('.cell_container:has(> .output_container > .output)');
    for (const [id, topWithinCell] of await shown.evaluateAll((cells: PageElement[]) =>
      cells.map((cell): [string, number] => [
        cell.id,
        parseFloat(cell.querySelector('.output_container')!.style.top),
      ]),
    )) {
      const cell = this.outputs.locator(`.cell_container[id="${id}"]`);
      const box = await cell.locator('> .output_container').first().boundingBox();
      if (row !== null && box !== null && Math.abs(box.y - topWithinCell - row.y) < 10) return cell;
    }
    return null;
  }

  /** Waits for the output of a cell. */
  untilOutput(index: number, timeoutMs?: number): Promise<Locator> {
    return until(`an output of cell ${index}`, () => this.output(index), timeoutMs);
  }

  /** Selects a code cell without writing in it: keys are now commands for the cell. */
  async selectCell(index: number): Promise<Locator> {
    const row = await this.cell(index);
    await this.enterCell(index);
    await this.page.keyboard.press('Escape');
    await until(
      `cell ${index} to be selected`,
      async () => (await row.locator('.monaco-editor.focused').count()) === 0,
    );
    return row;
  }

  /** Puts the cursor at the end of a cell's text. */
  async enterCell(index: number): Promise<void> {
    const row = await this.cell(index);
    await row.locator('.monaco-editor .view-lines').click();
    await this.page.keyboard.press('Control+End');
  }

  /** Writes at the end of a cell, key by key: lists of proposals open as they do for a user. */
  async typeInCell(index: number, text: string): Promise<void> {
    await this.enterCell(index);
    await this.page.keyboard.type(text);
  }

  /** Puts this text in place of a cell's, by pasting: typed lines would be indented like those before. */
  async replaceCell(index: number, text: string): Promise<void> {
    await this.enterCell(index);
    await this.window.paste(text);
    const isThere = async (): Promise<boolean> => (await this.text(index)) === text;
    await until(`cell ${index} to hold what was pasted`, isThere);
  }

  /** Takes the last change back. */
  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+Z');
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await until('the notebook to be saved', async () => !(await this.isDirty()));
  }

  /** Whether it is marked as changed. */
  isDirty(): Promise<boolean> {
    return this.window.isDirty();
  }

  /** Waits until a run has begun, so that no mark of the run before is taken for one of this. */
  private async starting(act: () => Promise<void>): Promise<void> {
    const marks = (): Promise<string[]> =>
      this.rows
        .locator('.execution-count-label, .codicon-notebook-state-executing, .codicon-notebook-state-pending')
        .evaluateAll((all: PageElement[]) => all.map((mark) => `${mark.className} ${mark.textContent}`));
    const before = (await marks()).join();
    await act();
    await until('the run to begin', async () => (await marks()).join() !== before);
  }
}
