import { expect, it } from 'vitest';
import { buildBenchmarkBundle } from '../../src/kernel/display/benchmark-store';
import { exportedCells } from '../../src/kernel/export/exported-cells';
import { htmlDocument } from '../../src/kernel/export/html-document';
import { markdownDocument } from '../../src/kernel/export/markdown-document';
import { outputFormat, outputTypes, type BenchmarkOutput } from '../../src/shared/cell-output';
import { benchmarkCharts } from '../../src/shared/charts/benchmark-charts';
import { benchmarkTables } from '../../src/shared/benchmark-tables';
import { incompleteWords, noiseWords } from '../../src/shared/benchmark-words';
import { escapeMarkup } from '../../src/kernel/display/markup';
import { escaped } from '../../src/kernel/export/plain-markdown';
import { benchmarkResults, failedContender } from './benchmark-results-fixture';
import { codeCell, display, notebook } from './export-fixture';

const results = benchmarkResults();
const bundle = buildBenchmarkBundle(results);
const payload: BenchmarkOutput = {
  kind: 'benchmark',
  format: outputFormat,
  recordId: 'run-1',
  name: 'speed',
  bundle,
};
const cells = exportedCells(
  notebook(
    codeCell('step: benchmark\nvideo: walks', [
      display({ 'text/plain': bundle.text, [outputTypes.benchmark]: payload }),
    ]),
  ),
);

it('a benchmark is exported with all of its tables and charts, and their values for who does not see them', async () => {
  const page = await htmlDocument(cells, { notebookFile: null, script: 'void 0;' });
  const tables = benchmarkTables(bundle.results);
  expect(tables.length).toBeGreaterThan(1);
  for (const { title, rows } of tables) {
    expect(page).toContain(escapeMarkup(title));
    for (const { head, cells: figures } of rows) {
      expect(page).toContain(`<th scope="row" class="pair">${escapeMarkup(head)}</th>`);
      for (const figure of figures) expect(page).toContain(escapeMarkup(figure));
    }
  }
  const charts = benchmarkCharts(bundle.results);
  expect(charts.length).toBeGreaterThan(1);
  for (const { words } of charts) expect(page).toContain(`aria-label="${escapeMarkup(words)}"><svg`);
  expect(page).toContain(`data-mime="${outputTypes.benchmark}"`);
});

it('and in Markdown as tables and drawings', async () => {
  const [document, ...files] = await markdownDocument(cells, { notebookFile: null, target: '/a/speed.md' });
  expect(files).toHaveLength(benchmarkCharts(bundle.results).length);
  const text = String(document!.content);
  for (const { columns } of benchmarkTables(bundle.results)) expect(text).toContain(`| ${columns[0]!} |`);
});

it('on paper and in Markdown it says what to do, what failed and how sure that is, as the notebook does', async () => {
  const failure = 'It asked for more memory than the limit.';
  const stopped = benchmarkResults({
    complete: false,
    contenders: [...results.contenders, failedContender('mine', failure)],
  });
  const [advice] = stopped.optimization_recommendations;
  expect(advice).toBeDefined();
  const saved: BenchmarkOutput = { ...payload, bundle: buildBenchmarkBundle(stopped) };
  const ran = exportedCells(
    notebook(codeCell('step: benchmark\nvideo: walks', [display({ [outputTypes.benchmark]: saved })])),
  );
  const page = await htmlDocument(ran, { notebookFile: null, script: null });
  const [markdown] = await markdownDocument(ran, { notebookFile: null, target: '/a/speed.md' });
  for (const said of [advice!.text, failure, incompleteWords, noiseWords(stopped.noise), ...stopped.notes]) {
    expect(page).toContain(escapeMarkup(said));
    expect(String(markdown!.content)).toContain(escaped(said));
  }
});
