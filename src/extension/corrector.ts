import os from 'node:os';
import { workspace, type NotebookDocument } from 'vscode';
import { settingsSection, type SettingName } from './settings';

const authorSetting: SettingName = 'author';

/** Who corrects events in a notebook: the name from the settings, or else that of the account on this computer. */
export function correctorOf({ uri }: NotebookDocument): string {
  const said: unknown = workspace.getConfiguration(settingsSection, uri).get(authorSetting);
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : accountName();
}

function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // An account without a name, as in some containers.
    return 'unknown';
  }
}
