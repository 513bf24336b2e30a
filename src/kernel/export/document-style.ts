import { reportStyle } from '../display/report-style';

/**
 * The colours that outputs are drawn with in an editor, under the names that the editor gives them: of a page on paper,
 * and of one in the dark.
 */
const editorColours = `
:root { --vscode-foreground: var(--ink); --vscode-editor-background: var(--paper); --vscode-notebook-outputContainerBackgroundColor: var(--paper);
  --vscode-editorWidget-background: var(--panel); --vscode-textCodeBlock-background: var(--panel); --vscode-descriptionForeground: var(--quiet);
  --vscode-errorForeground: var(--alarm); --vscode-editorWarning-foreground: #8a5a00; --vscode-focusBorder: #005fb8;
  --vscode-textLink-foreground: var(--link); --vscode-progressBar-background: #005fb8; --vscode-widget-border: var(--grid);
  --vscode-font-family: system-ui, -apple-system, "Segoe UI", sans-serif; --vscode-font-size: 14px; --vscode-font-weight: 400;
  --vscode-editor-font-family: ui-monospace, "SFMono-Regular", Consolas, monospace;
  --vscode-button-background: #005fb8; --vscode-button-foreground: #ffffff; --vscode-button-hoverBackground: #0258a8;
  --vscode-button-secondaryBackground: #e5e7ea; --vscode-button-secondaryForeground: #1d242c; --vscode-button-secondaryHoverBackground: #d5d9de;
  --vscode-button-secondaryBorder: #b6bdc5; --vscode-toolbar-hoverBackground: #e5e7ea; --vscode-checkbox-background: #ffffff;
  --vscode-checkbox-border: #767f89; --vscode-checkbox-foreground: #1d242c; --vscode-dropdown-background: #ffffff;
  --vscode-dropdown-border: #767f89; --vscode-dropdown-foreground: #1d242c; --vscode-list-activeSelectionBackground: #005fb8;
  --vscode-list-activeSelectionForeground: #ffffff; --vscode-list-hoverBackground: #e5e7ea; --vscode-input-background: #ffffff;
  --vscode-input-border: #767f89; --vscode-input-foreground: #1d242c; --vscode-input-placeholderForeground: #59636e;
  --vscode-charts-blue: #0072b2; --vscode-charts-green: #007a5a; --vscode-charts-orange: #c75200; --vscode-charts-purple: #8a4fa3; --vscode-charts-red: #b3261e; }
@media screen and (prefers-color-scheme: dark) { :root { --vscode-editorWarning-foreground: #e2b04a; --vscode-focusBorder: #3794ff;
  --vscode-progressBar-background: #3794ff; --vscode-button-background: #0e639c; --vscode-button-hoverBackground: #1177bb;
  --vscode-button-secondaryBackground: #313a44; --vscode-button-secondaryForeground: #e6eaee; --vscode-button-secondaryHoverBackground: #3d4854;
  --vscode-button-secondaryBorder: #55616d; --vscode-toolbar-hoverBackground: #313a44; --vscode-checkbox-background: #1d232a;
  --vscode-checkbox-border: #8d99a6; --vscode-checkbox-foreground: #e6eaee; --vscode-dropdown-background: #1d232a; --vscode-dropdown-border: #8d99a6;
  --vscode-dropdown-foreground: #e6eaee; --vscode-list-activeSelectionBackground: #04395e; --vscode-list-hoverBackground: #313a44;
  --vscode-input-background: #1d232a; --vscode-input-border: #8d99a6; --vscode-input-foreground: #e6eaee; --vscode-input-placeholderForeground: #a0abb6;
  --vscode-charts-blue: #56b4e9; --vscode-charts-green: #4ec9a4; --vscode-charts-orange: #f0883e; --vscode-charts-purple: #c99be0; --vscode-charts-red: #ff8a80; } }`;

/**
 * The style of an exported notebook: the report's, with cells. Where an output is drawn by the page's script, what stands
 * for it on paper is not shown on the screen.
 */
export const documentStyle = `${reportStyle}${editorColours}
.cell { margin: 1.4rem 0; }
.code { background: var(--panel); border-left: 3px solid var(--muted); border-radius: 4px; padding: .6rem .9rem; margin: 0 0 .6rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font: .86rem/1.45 ui-monospace, "SFMono-Regular", Consolas, monospace; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; font: .8rem/1.4 ui-monospace, "SFMono-Regular", Consolas, monospace; }
.output { margin: .6rem 0 1.2rem; } .output img { max-width: 100%; height: auto; display: block; }
.text img { max-width: 100%; height: auto; } .text blockquote { margin: .4rem 0; padding-left: .9rem; border-left: 3px solid var(--grid); color: var(--quiet); }
.text pre { background: var(--panel); border-radius: 4px; padding: .6rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.text table { width: auto; max-width: 100%; }
/* Drawings and pictures have a light ground of their own. */
.output figure > img { background: #fff; border-radius: 4px; }
.live { display: none; }
@media screen { .is-live > .live { display: block; } .is-live > .still { display: none; } }
@media print {
  .code, .said, .output figure { break-inside: avoid; } .code { break-after: avoid; border-left-color: #999; }
  section.performance { break-before: page; } footer { display: none; }
}
@page { margin: 15mm 12mm; }`;
