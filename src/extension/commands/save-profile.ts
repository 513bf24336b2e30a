import { InputBoxValidationSeverity, window, type NotebookDocument } from 'vscode';
import {
  leftOutOfProfile,
  profileFrom,
  profileNameProblem,
  profileNameWarning,
  withProfile,
} from '../../shared/config-edits';
import { badInput } from '../../shared/errors';
import { choosableProfiles, namesOf } from '../../shared/profile-names';
import { defaultSettings, parseConfigFile } from '../../shared/resolve-settings';
import type { ProfileTable, SettingsLayer } from '../../shared/settings';
import { lastRunSettings } from '../requests/cell-of-record';
import { itemsOf } from '../requests/change-cells';
import { changeConfiguration, configurationText } from '../requests/configuration-file';
import { editorInFront } from './notebook-in-front';

/** Saves the settings of the last run of the selected cell as a profile. */
export async function saveProfileOfCell(): Promise<void> {
  const editor = editorInFront();
  const at = editor?.selection.start;
  const cell = at === undefined || at >= editor!.notebook.cellCount ? undefined : editor!.notebook.cellAt(at);
  const settings = cell && lastRunSettings(itemsOf(cell));
  if (!editor || !settings) {
    throw badInput(
      'The selected cell shows no run whose settings could be saved.',
      'Select a cell that was run.',
    );
  }
  await saveProfile(editor.notebook, settings);
}

/** Asks for a name and a description, and writes the settings as a profile into the configuration file. */
export async function saveProfile(notebook: NotebookDocument, settings: SettingsLayer): Promise<void> {
  const text = await configurationText(notebook);
  const own = text.trim() === '' ? {} : parseConfigFile(text, 'The configuration file').profiles;
  const name = await askName(own);
  if (name === undefined) return;
  const description = await window.showInputBox({
    title: `Save as Profile: ${name}`,
    prompt: 'What it is for, in a sentence. Leave it empty to say nothing.',
  });
  if (description === undefined) return;
  const mode = settings.performance_mode ?? defaultSettings.performance_mode;
  // A profile that is no longer there is no start.
  const base = namesOf(choosableProfiles(own)).includes(mode) ? mode : defaultSettings.performance_mode;
  const said = description.trim();
  const profile = { ...(said !== '' && { description: said }), ...profileFrom(settings, base, own) };
  const file = await changeConfiguration(notebook, (before, of) => withProfile(before, name, profile, of));
  const leftOut = leftOutOfProfile(settings, base, own);
  void window.showInformationMessage(
    `The profile ${name} is in ${file}; name it with profile: ${name}.${
      leftOut.length === 0 ? '' : ` Not in it, as no profile holds them: ${leftOut.join(', ')}.`
    }`,
  );
}

async function askName(own: ProfileTable): Promise<string | undefined> {
  return window.showInputBox({
    title: 'Save as Profile',
    prompt: 'Name of the profile, as cells and commands will name it',
    validateInput: (name) => {
      const problem = profileNameProblem(name);
      if (problem !== null) return problem;
      const message = profileNameWarning(name, own);
      return message === null ? null : { message, severity: InputBoxValidationSeverity.Warning };
    },
  });
}
