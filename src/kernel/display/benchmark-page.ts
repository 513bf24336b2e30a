import type { BenchmarkResults } from '../../shared/benchmark';
import { benchmarkTables, type WordTable } from '../../shared/benchmark-tables';
import {
  askedWords,
  incompleteWords,
  machineWords,
  noAdviceWords,
  noParetoWords,
  noiseWords,
  notMeasured,
  startedWords,
  videoWords,
  watchingWords,
} from '../../shared/benchmark-words';
import { figureSentence } from '../../shared/advice-figure';
import { benchmarkCharts, type BenchmarkChart } from '../../shared/charts/benchmark-charts';
import { missing } from '../../shared/numbers';
import { layerText } from './benchmark-text';
import { chartFigure, type RenderChart } from './figure';
import { markup, type Markup } from './markup';
import { reportPage } from './page';
import { wideTable } from './wide-table';

/** Where the page holds the results themselves, for programs: text, never run. */
export const embeddedResultsId = 'benchmark-results';

/**
 * `benchmark_report.html`: one file that opens without a network, with the results as JSON inside.
 * @param renderChart null leaves the charts out, and says so: whoever stops a benchmark does not wait for them.
 */
export async function benchmarkPage(
  results: BenchmarkResults,
  renderChart: RenderChart | null,
): Promise<string> {
  return reportPage(
    `Benchmark of ${results.video.file}`,
    markup`<p class="quiet">${startedWords(results)}; ${machineWords(results)}.</p>`,
    markup`${await benchmarkSections(results, renderChart)}
<template id="${embeddedResultsId}">${JSON.stringify(results)}</template>`,
  );
}

/** All that a benchmark found, as parts of a page: what to do first, then how that was found. */
export async function benchmarkSections(
  results: BenchmarkResults,
  renderChart: RenderChart | null,
): Promise<Markup> {
  const { complete, noise, notes, engines, accuracy } = results;
  const figures: Record<'pareto' | 'bars' | 'memory', Markup[]> = { pareto: [], bars: [], memory: [] };
  // One after another: many charts drawn at once would hold all of their scenes in memory.
  if (renderChart !== null) {
    for (const chart of benchmarkCharts(results)) {
      figures[kindOf(chart)].push(
        await chartFigure(chart.words, captionOf(chart), chart.spec(), renderChart),
      );
    }
  }
  const tables = benchmarkTables(results).map(tableMarkup);
  return markup`<section><h2>What was measured</h2>
<p>${videoWords(results)}.</p><p>${askedWords(results)}</p>
${!complete && markup`<p class="alarm">${incompleteWords}</p>`}
<p${noise.too_noisy && markup` class="alarm"`}>${noiseWords(noise)}</p><p>${watchingWords(results)}</p></section>
${adviceSection(results)}
${
  renderChart !== null &&
  markup`<section><h2>Time, memory and error</h2>${figures.pareto}
${figures.pareto.length === 0 && markup`<p>${noParetoWords(accuracy)}</p>`}${figures.bars}</section>`
}
<section><h2>Figures</h2>${renderChart === null && markup`<p>It was stopped, so no charts were drawn. The tables hold what was measured until then.</p>`}${tables}</section>
${
  renderChart !== null &&
  markup`<section><h2>Memory over time</h2>${
    figures.memory.length > 0
      ? figures.memory
      : markup`<p>Memory over time: ${notMeasured}. ${noMemoryReason(results)}</p>`
  }</section>`
}
<section><h2>How it was done</h2>
${notes.length > 0 && markup`<ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul>`}
${settingsTable(results)}
<h3>Machine and versions</h3><p>${machineWords(results)}.</p>
<ul>${Object.entries(engines).map(([name, version]) => markup`<li>${name}: <code>${version}</code></li>`)}</ul></section>`;
}

const kindOf = ({ name }: BenchmarkChart): 'pareto' | 'bars' | 'memory' =>
  name.startsWith('pareto') ? 'pareto' : name.startsWith('bars') ? 'bars' : 'memory';

const captionOf = ({ title, caption }: BenchmarkChart): Markup =>
  markup`<strong>${title}.</strong> ${caption}`;

const noMemoryReason = ({ runs }: BenchmarkResults): string =>
  runs.some(({ outcome, repeat }) => outcome === 'done' && repeat > 0)
    ? 'The system did not tell the memory of the processes.'
    : 'No run came to its end.';

function adviceSection(results: BenchmarkResults): Markup {
  const { optimization_recommendations: advice } = results;
  if (advice.length === 0) return markup`<section><h2>Advice</h2><p>${noAdviceWords(results)}</p></section>`;
  const items = advice.map(
    ({ text, effect, figure, settings }) =>
      markup`<li><strong>${text}</strong> ${effect}<br><span class="quiet">${figureSentence(figure)}</span>${
        Object.keys(settings).length > 0 && markup`<br>Settings: <code>${layerText(settings)}</code>`
      }</li>`,
  );
  return markup`<section><h2>Advice</h2><ul class="advice">${items}</ul></section>`;
}

/** A region of its own, which can be scrolled by keys where it is wider than the page. */
function tableMarkup({ title, caption, columns, rows, notes }: WordTable): Markup {
  const [first, ...titles] = columns;
  return markup`<h3>${title}</h3>${wideTable(
    caption,
    markup`<thead><tr><th scope="col">${first}</th>${titles.map((text) => markup`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows.map(
      ({ head, cells }) =>
        markup`<tr><th scope="row" class="pair">${head}</th>${cells.map(
          (cell) => markup`<td${cell !== notMeasured && markup` class="pair"`}>${cell}</td>`,
        )}</tr>`,
    )}</tbody>`,
    { label: title },
  )}
${notes.map((note) => markup`<p class="quiet">${note}</p>`)}`;
}

/** Settings that are not the defaults, a column a contender. */
function settingsTable({ settings }: BenchmarkResults): Markup {
  const contenders = Object.keys(settings);
  const flat = Object.values(settings).map((layer) => new Map(leaves(layer, '')));
  const keys = [...new Set(flat.flatMap((values) => [...values.keys()]))];
  if (keys.length === 0) return markup`<h3>Settings</h3><p>All settings were at their defaults.</p>`;
  const title = 'Settings that are not the defaults';
  return markup`<h3>Settings</h3>${wideTable(
    markup`${title}; ${missing} where the default holds.`,
    markup`<thead><tr><th scope="col">Setting</th>${contenders.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${keys.map(
      (key) =>
        markup`<tr><th scope="row"><code>${key}</code></th>${flat.map(
          (values) =>
            markup`<td>${values.has(key) ? markup`<code>${JSON.stringify(values.get(key))}</code>` : missing}</td>`,
        )}</tr>`,
    )}</tbody>`,
    { label: title },
  )}`;
}

/** Values with their dotted keys. */
function leaves(layer: object, before: string): [string, unknown][] {
  return Object.entries(layer).flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value, `${before}${key}.`)
      : [[before + key, value]],
  );
}
