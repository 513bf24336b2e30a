import { Disposable, workspace } from 'vscode';
import { markNotRunning, type NotRunning } from './not-running-marks';

/** Says at each gait cell of a workspace that is not trusted that it does not run, and where to change that. */
export function markUntrusted(): Disposable {
  if (workspace.isTrusted) return new Disposable(() => undefined);
  return markNotRunning(() => (workspace.isTrusted ? null : notTrusted), workspace.onDidGrantWorkspaceTrust);
}

const notTrusted: NotRunning = {
  icon: 'workspace-untrusted',
  why: 'the workspace is not trusted',
  more: 'A notebook can name programs and files to open. Click to manage trust.',
  command: 'workbench.trust.manage',
};
