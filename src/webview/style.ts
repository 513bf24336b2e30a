import { benchmarkStyle } from './benchmark/benchmark-style';
import { runStyle } from './run/run-style';
import { trainingStyle } from './training/training-style';

/**
 * The style of all outputs, inside a shadow root: neither does it touch the notebook's other outputs nor they it.
 * Colours are VS Code's variables, so that a change of theme needs no script.
 */
const base = `
:host { display: block; --line: var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, 0.35)));
  --quiet: var(--vscode-descriptionForeground, var(--vscode-foreground)); --alarm: var(--vscode-errorForeground);
  --warn: var(--vscode-editorWarning-foreground, var(--vscode-foreground));
  --panel: var(--vscode-textCodeBlock-background, rgba(128, 128, 128, 0.1));
  --accent: var(--vscode-progressBar-background, var(--vscode-focusBorder)); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.output { color: var(--vscode-foreground); font-family: var(--vscode-font-family, system-ui, sans-serif);
  font-size: var(--vscode-font-size, 13px); line-height: 1.5; padding: 4px 2px 8px; max-width: 1100px; }
p { margin: 4px 0; overflow-wrap: anywhere; }
h3 { font-size: 1em; font-weight: 600; margin: 10px 0 2px; }
ul { margin: 4px 0; padding-left: 20px; } li { margin: 2px 0; overflow-wrap: anywhere; }
pre, code { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: 0.95em; }
code { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder, currentColor); outline-offset: 1px; }
.alarm { color: var(--alarm); }
.quiet, .quiet code { color: var(--quiet); }
.figures { font-variant-numeric: tabular-nums; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.chart { width: 100%; overflow-x: auto; overflow-y: hidden; } .chart svg, .chart canvas { display: block; }
.saved-chart canvas { max-width: 100%; height: auto; }
figure { margin: 6px 0; } figcaption { font-size: 0.92em; }
details { margin: 2px 0; } summary { cursor: pointer; color: var(--vscode-textLink-foreground); width: fit-content; }
.summary { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; }
.wide { overflow-x: auto; position: relative; container-type: inline-size; } .tall { max-height: 520px; overflow-y: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 4px 0; }
caption { text-align: left; color: var(--quiet); padding-bottom: 2px; }
caption > div { position: sticky; left: 0; width: fit-content; max-width: 100cqw; }
th, td { padding: 3px 18px 3px 0; text-align: left; vertical-align: baseline; font-weight: normal; }
thead th { color: var(--quiet); border-bottom: 1px solid var(--line); white-space: nowrap; }
th.figures, td.figures { text-align: right; white-space: nowrap; }
.warnings::marker, .warnings > li::marker { content: '⚠\\FE0E\\A0'; color: var(--warn); }
`;

const study = `
table.study { width: 100%; }
table.study thead th { position: sticky; top: 0; background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background)); z-index: 1; }
table.study tbody th { font-weight: 600; min-width: 5em; overflow-wrap: anywhere; }
table.study tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
table.study .file { overflow-wrap: anywhere; min-width: 7em; }
.below > td { padding: 0 0 6px; }
.below > td > * { position: sticky; left: 0; max-width: 100cqw; }
.frame-strip { display: block; max-width: 100cqw; height: auto; border-radius: 2px; }
`;

/** Whoever asked for less motion gets none. */
const still = `
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`;

/** In a layer, so that what an output's own style says is stronger. */
export const styleText = `@layer outputs { ${base}${study}${runStyle}${trainingStyle}${benchmarkStyle}${still} }`;
