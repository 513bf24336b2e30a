/** The monitor's own style, after that of outputs, whose variables it uses. */
export const monitorStyle = `
.running { margin-bottom: 12px; } .running h2, .run-page h2 { font-size: 1em; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
.running h2 { display: flex; gap: 6px; align-items: baseline; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1px 10px; margin: 4px 0 6px; font-variant-numeric: tabular-nums; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.running .resource-plot { min-width: 0; }
.run-page th.group { font-weight: 600; padding-top: 12px; }
.run-page tbody:first-of-type th.group { padding-top: 4px; }
.run-page th[scope='row'] { color: var(--quiet); }
.run-page td { overflow-wrap: anywhere; max-width: 340px; }
.series-0 { --memory: var(--vscode-charts-blue, #1a85ff); } .series-1 { --memory: var(--vscode-charts-orange, #d18616); }
.overlay .memory-line { stroke: var(--memory); } .overlay .series-1 .memory-line { stroke-dasharray: 5 3; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; list-style: none; padding: 0; margin: 4px 0; }
.legend .sign { display: inline-block; width: 22px; height: 0; border-top: 2px solid var(--memory); margin-right: 6px; vertical-align: middle; }
.legend .series-1 .sign { border-top-style: dashed; }
`;

/** Of the page around it. */
export const pageStyle = 'body { padding: 8px 12px; }';
