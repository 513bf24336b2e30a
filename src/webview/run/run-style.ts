/**
 * The style of runs, those that go on and those that are over. Nothing here moves by itself: an animation makes the
 * browser draw sixty times a second, and where it draws in software that is paid with the cores that the run needs.
 */
export const runStyle = `
.live-head { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; min-height: 24px; }
.bar { height: 4px; background: var(--panel); border-radius: 2px; overflow: hidden; margin: 2px 0 6px; }
.bar-done { height: 100%; width: 0; background: var(--accent); }
.bar.unknown .bar-done { width: 30%; margin-left: calc(70% * var(--way, 0)); }
@media (prefers-reduced-motion: reduce) { .bar.unknown .bar-done { margin-left: 0; } }
.resource-plot { width: 100%; min-width: 240px; overflow: hidden; }
.resource-plot svg { display: block; }
.resource-plot text { font-size: 11px; fill: var(--quiet); font-family: inherit; font-variant-numeric: tabular-nums; }
.resource-plot .grid { stroke: var(--vscode-foreground); stroke-width: 1; opacity: 0.14; shape-rendering: crispEdges; }
.resource-plot { --memory: var(--vscode-charts-blue, var(--accent)); contain: layout paint; }
.memory-area { fill: var(--memory); opacity: 0.22; }
.memory-line { fill: none; stroke: var(--memory); stroke-width: 1.5; stroke-linejoin: round; }
.cpu-line { fill: none; stroke: var(--vscode-foreground); stroke-width: 1.2; stroke-linejoin: round; opacity: 0.8; }
.limit { stroke: var(--alarm); stroke-width: 1.5; stroke-dasharray: 6 3; }
.resource-plot .limit-text { fill: var(--alarm); }
.peak circle { fill: var(--memory); } .resource-plot .peak text { fill: var(--vscode-foreground); paint-order: stroke;
  stroke: var(--vscode-editor-background); stroke-width: 3px; }
.pictures { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: flex-start; }
.pictures figure { flex: 1 1 380px; min-width: 0; }
.advice ul { list-style: none; padding: 0; margin: 0; }
.advice li { border-left: 3px solid var(--accent); padding: 2px 0 4px 10px; margin: 6px 0; }
.advice p { margin: 0; }
.apply { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; margin-top: 4px; }
.change { background: var(--panel); padding: 3px 8px; border-radius: 2px; margin: 0; width: fit-content; }
.folded { display: flex; flex-wrap: wrap; gap: 2px 20px; margin-top: 6px; } .folded > [open] { flex-basis: 100%; }
`;
