import { alarm, grid, ink, muted, paper, sideColours } from '../../shared/charts/chart-theme';

/** Charts are made no smaller than this share of what they were drawn as: their letters of 12 px are about 8 px high then. */
const leastChartShare = 0.65;

/**
 * The report's style: one column that prints well, light or dark as the reader's system is. The charts carry their
 * own fixed colours, so that they stand alone elsewhere; here those are mapped to the page's.
 */
export const reportStyle = `
:root { color-scheme: light dark; --paper: ${paper}; --panel: #f5f6f8; --ink: #1d242c; --chart-ink: ${ink};
  --quiet: #59636e; --grid: ${grid}; --muted: ${muted}; --left: ${sideColours.left}; --right: ${sideColours.right};
  --alarm: ${alarm}; --link: #0b5394; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --panel: #1d232a; --ink: #e6eaee; --chart-ink: #c3cbd3;
  --quiet: #a0abb6; --grid: #2f3740; --muted: #8d99a6; --left: #56b4e9; --right: #f0883e; --alarm: #ff8a80; --link: #7cbcff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
header { border-bottom: 1px solid var(--grid); padding-bottom: 1rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.4rem; margin: 2.6rem 0 .4rem; overflow-wrap: anywhere; }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .3rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
small, .quiet, figcaption, caption { color: var(--quiet); font-size: .86rem; }
.alarm { color: var(--alarm); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
ul { padding-left: 1.2rem; } li { margin: .25rem 0; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: .8rem 0 1rem; }
.tiles div { background: var(--panel); border-radius: 8px; padding: .55rem .9rem; flex: 1 1 9rem; }
.tiles dt { color: var(--quiet); font-size: .82rem; }
.tiles dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { overflow-x: auto; position: relative; container-type: inline-size; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: .4rem 0; }
caption { text-align: left; padding-bottom: .3rem; }
caption > div { position: sticky; left: 0; width: fit-content; max-width: 100cqw; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--grid); text-align: right; vertical-align: baseline; }
thead th { vertical-align: bottom; font-size: .86rem; }
thead small { font-weight: normal; }
th:first-child, td:first-child, td.words, th.words { text-align: left; }
td.words { overflow-wrap: break-word; } tbody th { font-weight: 600; }
.pair { white-space: nowrap; }
.summary tbody th { min-width: 8rem; max-width: 16rem; overflow-wrap: anywhere; }
table.set-up th { width: 6rem; }
table.figures td:not(.norm), table.figures tbody th { white-space: nowrap; }
table.edits td:nth-child(5) { min-width: 6rem; }
tbody th small { font-weight: normal; }
tr.left-out td { color: var(--quiet); }
code { font: .86rem/1.4 ui-monospace, "SFMono-Regular", Consolas, monospace; overflow-wrap: anywhere; }
figure { margin: .8rem 0 1.2rem; }
figcaption { margin-top: .25rem; max-width: 56rem; }
.chart svg { display: block; max-width: 100%; height: auto; }
.wide-chart { overflow-x: auto; } .wide-chart svg { min-width: calc(${leastChartShare} * var(--drawn, 0px)); }
.chart > svg > rect[fill="${paper}"] { fill: none; }
.chart text[fill="${ink}"] { fill: var(--chart-ink); } .chart text[fill="${alarm}"] { fill: var(--alarm); }
.chart [stroke="${grid}"] { stroke: var(--grid); }
.chart [stroke="${muted}"] { stroke: var(--muted); } .chart [fill="${muted}"] { fill: var(--muted); }
.chart [stroke="${alarm}"] { stroke: var(--alarm); }
.chart [stroke="${sideColours.left}"] { stroke: var(--left); } .chart [fill="${sideColours.left}"] { fill: var(--left); }
.chart [stroke="${sideColours.right}"] { stroke: var(--right); } .chart [fill="${sideColours.right}"] { fill: var(--right); }
summary { cursor: pointer; color: var(--link); }
footer { margin-top: 3rem; border-top: 1px solid var(--grid); padding-top: .8rem; }
@media print {
  :root { color-scheme: light; --paper: #fff; --panel: #f5f6f8; --ink: #000; --chart-ink: ${ink}; --quiet: #444; --grid: #ccc;
    --muted: ${muted}; --left: ${sideColours.left}; --right: ${sideColours.right}; --alarm: ${alarm}; --link: #000; }
  main { max-width: none; padding: 0; } body { font-size: 10.5pt; }
  figure, tr, caption, .tiles { break-inside: avoid; } thead { display: table-header-group; }
  h1, h2, h3, summary, caption, thead, tbody tr:first-child { break-after: avoid; } tbody tr:last-child { break-before: avoid; }
  .wide { overflow: visible; container-type: normal; } caption > div { position: static; width: auto; max-width: none; }
  .wide-chart { overflow: visible; } .wide-chart svg { min-width: 0; }
}`;
