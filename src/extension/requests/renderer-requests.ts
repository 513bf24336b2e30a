import { window, type Disposable, type NotebookEditor } from 'vscode';
import { badInput, toGaitError } from '../../shared/errors';
import {
  rendererRequest,
  type CorrectionsNotice,
  type RendererRequest,
} from '../../shared/renderer-messages';
import { saveProfile } from '../commands/save-profile';
import type { LiveMessages } from '../execution/live-messages';
import { applyToCells, applyToConfiguration } from './apply-advice';
import { lastRunSettings } from './cell-of-record';
import { cellOf, itemsOf, runAgain } from './change-cells';
import { writeCorrections } from './corrections-request';

/** Does what outputs ask for: follow a run, apply advice, write corrections down. */
export function answerRequests(live: LiveMessages): Disposable {
  return live.messaging.onDidReceiveMessage(({ editor, message }) => {
    void answer(editor, message, live);
  });
}

async function answer(editor: NotebookEditor, message: unknown, live: LiveMessages): Promise<void> {
  // An output may come with a file from somebody else: what it asks is checked like any input.
  const request = rendererRequest.safeParse(message);
  if (!request.success) return;
  let problem: string | null = null;
  try {
    await carryOut(editor, request.data, live);
  } catch (thrown) {
    const { message: text, hint } = toGaitError(thrown);
    problem = hint === undefined ? text : `${text} ${hint}`;
    void window.showErrorMessage(problem);
  }
  if (request.data.type !== 'edit-events') return;
  const { recordId, walkId } = request.data;
  const notice: CorrectionsNotice = { type: 'corrections', recordId, walkId, problem };
  await live.messaging.postMessage(notice, editor);
}

async function carryOut(editor: NotebookEditor, request: RendererRequest, live: LiveMessages): Promise<void> {
  switch (request.type) {
    case 'follow-run': {
      const history = live.history(request.runId);
      if (history) await live.messaging.postMessage(history, editor);
      return;
    }
    case 'apply-settings': {
      await applyToCells(editor, request.recordId, request.settings);
      return;
    }
    case 'apply-to-configuration': {
      await applyToConfiguration(editor, request.settings);
      return;
    }
    case 'save-profile': {
      const settings = request.settings ?? lastRunSettings(itemsOf(cellOf(editor, request.recordId)));
      if (!settings) throw badInput('The settings of this run cannot be read.', runAgain);
      await saveProfile(editor.notebook, settings);
      return;
    }
    case 'edit-events':
      await writeCorrections(editor, request);
  }
}
