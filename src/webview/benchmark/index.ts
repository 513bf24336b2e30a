import type { BenchmarkResults } from '../../shared/benchmark';
import { benchmarkTables } from '../../shared/benchmark-tables';
import {
  askedWords,
  failureWords,
  incompleteWords,
  machineWords,
  noParetoWords,
  noiseWords,
  videoWords,
  watchingWords,
} from '../../shared/benchmark-words';
import type { BenchmarkOutput } from '../../shared/cell-output';
import { benchmarkCharts, type BenchmarkChart } from '../../shared/charts/benchmark-charts';
import { counted } from '../../shared/numbers';
import { drawChart } from '../chart';
import { element } from '../element';
import type { Draw, Drawing, OutputHost } from '../host';
import { adviceList } from '../run/advice';
import { settingsYaml } from '../run/settings-rows';
import { wordTable } from '../word-table';

/** Of a chart's width, axis labels and margins. */
const besidesPx = 76;

/** What a benchmark found: what to do first, then time against error, and all figures. */
export const drawBenchmark: Draw<BenchmarkOutput> = ({ name, recordId, bundle }, host) => {
  const { results } = bundle;
  const { noise, contenders, accuracy, complete, optimization_recommendations: recommendations } = results;
  const charts = benchmarkCharts(results).map((chart) => ({ chart, drawing: inFigure(chart, host) }));
  const drawn = (kind: string): HTMLElement[] =>
    charts.filter(({ chart }) => chart.name.startsWith(kind)).map(({ drawing }) => drawing.element);
  const pareto = drawn('pareto');
  return {
    element: element(
      'section',
      { class: 'benchmark', 'aria-label': `Benchmark of ${name}` },
      element('p', {}, element('code', {}, name), ` ${videoWords(results)}`),
      element('p', { class: 'quiet' }, askedWords(results)),
      !complete && element('p', { class: 'alarm' }, incompleteWords),
      ...failureWords(contenders).map((text) => element('p', { class: 'alarm' }, text)),
      element('p', { class: noise.too_noisy ? 'alarm' : 'quiet' }, noiseWords(noise)),
      adviceList({ recommendations, recordId }, host, 'the cells that find poses') ?? noAdvice(complete),
      ...(pareto.length > 0 ? pareto : [element('p', { class: 'quiet' }, noParetoWords(accuracy))]),
      ...drawn('bars'),
      ...benchmarkTables(results).map(wordTable),
      ...drawn('memory'),
      howItWasDone(results),
    ),
    dispose: () => {
      for (const { drawing } of charts) drawing.dispose();
    },
  };
};

const noAdvice = (complete: boolean): HTMLElement =>
  element(
    'p',
    { class: 'quiet' },
    complete
      ? 'No advice: no figure calls for other settings.'
      : 'No advice: too little was measured to give any.',
  );

function inFigure({ title, caption, words, heightPx, spec }: BenchmarkChart, host: OutputHost): Drawing {
  const chart = drawChart(
    {
      spec: (widthPx, { colours: theme }) => spec({ widthPx: widthPx - besidesPx, theme }),
      label: words,
      heightPx,
    },
    host,
  );
  return {
    element: element(
      'figure',
      {},
      chart.element,
      element('figcaption', { class: 'quiet' }, element('strong', {}, `${title}. `), caption),
    ),
    dispose: () => {
      chart.dispose();
    },
  };
}

function howItWasDone(results: BenchmarkResults): HTMLElement {
  const { notes, settings, engines } = results;
  const texts = [...notes, watchingWords(results)];
  return element(
    'div',
    { class: 'folded' },
    folded(
      `How it was done: ${counted(texts.length, 'note')}`,
      element('ul', {}, ...texts.map((note) => element('li', {}, note))),
    ),
    folded(
      'Settings that are not the defaults',
      ...Object.entries(settings).flatMap(([contender, layer]) => [
        element('p', {}, element('strong', {}, contender)),
        element('pre', { class: 'change' }, settingsYaml(layer) || 'all at their defaults'),
      ]),
    ),
    folded(
      'Machine and versions',
      element(
        'ul',
        {},
        element('li', {}, machineWords(results)),
        ...Object.entries(engines).map(([name, version]) =>
          element('li', {}, `${name}: `, element('code', {}, version)),
        ),
      ),
    ),
  );
}

const folded = (title: string, ...content: readonly HTMLElement[]): HTMLElement =>
  element('details', {}, element('summary', {}, title), ...content);
