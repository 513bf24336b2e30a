import type { ExtensionContext } from 'vscode';

/** Only composes and registers; whatever it makes is disposed with the extension. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push();
}
