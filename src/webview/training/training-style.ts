/** The style of training: curves, while it goes on as well, and what it came to. Colours are VS Code's own for charts. */
export const trainingStyle = `
.training-curves { --fold-0: var(--vscode-charts-blue, #0072b2); --fold-1: var(--vscode-charts-orange, #d55e00);
  --fold-2: var(--vscode-charts-green, #009e73); --fold-3: var(--vscode-charts-purple, #9a5fb4);
  --fold-4: var(--vscode-charts-red, #c0392b); --fold-5: var(--vscode-foreground); }
.curves-plot { width: 100%; min-width: 240px; overflow: hidden; contain: layout paint; }
.curves-plot svg { display: block; }
.curves-plot text { font-size: 11px; fill: var(--quiet); font-family: inherit; font-variant-numeric: tabular-nums; }
.curves-plot text.title, .curves-plot text.fold-number { fill: var(--vscode-foreground); }
.curves-plot text.fold-number { font-weight: 600; }
.curves-plot .grid { stroke: var(--vscode-foreground); stroke-width: 1; opacity: 0.14; shape-rendering: crispEdges; }
.curves-plot .fold { --colour: var(--fold-0); }
${[0, 1, 2, 3, 4, 5].map((index) => `.curves-plot .fold-${index} { --colour: var(--fold-${index}); }`).join('\n')}
.curves-plot path { fill: none; stroke: var(--colour); stroke-width: 1.6; stroke-linejoin: round; }
.curves-plot path.trains { stroke-dasharray: 4 3; stroke-width: 1.2; } .curves-plot path.many { opacity: 0.5; }
.curves-plot circle { fill: var(--colour); stroke: var(--vscode-editor-background); stroke-width: 1; }
.training tfoot th, .training tfoot td { border-top: 1px solid var(--line); }
.training tr.group th { padding-top: 8px; color: var(--quiet); }
.training th[scope='row'] { white-space: nowrap; } .training .confusion th[scope='row'] { white-space: normal; }
table.confusion th[scope='col'], table.confusion td { text-align: center; padding: 3px 6px; max-width: 9em; min-width: 5.5em; }
table.confusion thead th { white-space: normal; vertical-align: bottom; }
table.confusion tbody th { max-width: 11em; }
table.confusion td { border: 1px solid var(--line); line-height: 1.3;
  background: color-mix(in srgb, var(--vscode-charts-blue, #0072b2) calc(38% * var(--share)), transparent); }
table.confusion td.right { outline: 2px solid var(--vscode-foreground); outline-offset: -2px; }
table.confusion td span { display: block; } table.confusion td span + span { font-size: 0.88em; }
`;
