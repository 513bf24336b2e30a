/** The style of benchmarks, while they go on and when they are over. */
export const benchmarkStyle = `
.benchmark th[scope='row'], .live-benchmark th[scope='row'] { white-space: nowrap; }
.benchmark thead th { vertical-align: bottom; }
.live-benchmark tr.running th { font-weight: 600; }
.live-benchmark thead :is(th, td) { border-bottom: 1px solid var(--line); }
.live-bar { position: relative; width: 110px; height: 10px; }
.live-bar > div { position: absolute; }
.live-bar .median { left: 0; top: 0; height: 10px; background: var(--accent); opacity: 0.45; border-radius: 1px; }
.live-bar .range { top: 4px; height: 2px; background: var(--vscode-foreground); }
`;
