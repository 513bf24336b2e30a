/**
 * The style of all outputs, inside a shadow root: neither does it touch the notebook's other outputs nor they it.
 * Colours are VS Code's variables, so that a change of theme needs no script.
 */
export const styleText = `
:host { display: block; }
* { box-sizing: border-box; }
.output { color: var(--vscode-foreground); font-family: var(--vscode-font-family, system-ui, sans-serif);
  font-size: var(--vscode-font-size, 13px); line-height: 1.45; padding: 4px 0; max-width: 1100px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
pre, code { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: var(--vscode-editor-font-size, 12px); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; }
.alarm { color: var(--vscode-errorForeground); }
.quiet { color: var(--vscode-descriptionForeground); }
.chart { width: 100%; overflow-x: auto; }
`;
