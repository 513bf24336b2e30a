import { figureSentence } from '../../shared/advice-figure';
import type { BenchmarkResults } from '../../shared/benchmark';
import { benchmarkTables, type WordTable } from '../../shared/benchmark-tables';
import {
  askedWords,
  incompleteWords,
  machineWords,
  noAdviceWords,
  noiseWords,
  notMeasured,
  startedWords,
  videoWords,
  watchingWords,
} from '../../shared/benchmark-words';
import { textTable } from '../../shared/text-table';
import { wrappedLine } from '../../shared/wrapped-line';

/** Lines of words are broken here; those of a table are as wide as it is. */
const mostCharacters = 100;

/** `benchmark_report.txt`: all that a benchmark found, for people. */
export function benchmarkText(results: BenchmarkResults): string {
  const { complete, noise, accuracy, notes, engines, settings } = results;
  const heading = [
    `Benchmark of ${videoWords(results)}`,
    startedWords(results),
    `Machine: ${machineWords(results)}.`,
    askedWords(results),
    ...(complete ? [] : [incompleteWords]),
    noiseWords(noise),
    watchingWords(results),
  ];
  return [
    ...heading.flatMap(words),
    '',
    ...benchmarkTables(results).flatMap(tableLines),
    ...(accuracy.length === 0 ? [`How right the profiles are: ${notMeasured}; the notes say why.`, ''] : []),
    ...adviceLines(results),
    ...section(
      'Settings that are not the defaults',
      Object.entries(settings).map(([contender, layer]) => `${contender}: ${layerText(layer)}`),
    ),
    ...section('Notes', notes),
    ...section(
      'Versions',
      Object.entries(engines).map(([name, version]) => `${name}: ${version}`),
    ),
  ]
    .join('\n')
    .trimEnd();
}

const words = (line: string): string[] => wrappedLine(line, mostCharacters);

/** A layer of settings in one line, as JSON with blanks. */
export const layerText = (layer: object): string =>
  Object.keys(layer).length === 0
    ? 'all at their defaults'
    : JSON.stringify(layer, null, 1).replaceAll(/\s+/g, ' ');

const tableLines = ({ title, caption, columns, rows, notes }: WordTable): string[] => [
  ...words(title),
  ...words(caption),
  textTable(
    columns,
    rows.map(({ head, cells }) => [head, ...cells]),
  ),
  ...notes.flatMap(words),
  '',
];

function adviceLines(results: BenchmarkResults): string[] {
  const { optimization_recommendations: advice } = results;
  if (advice.length === 0) return section('Advice', [noAdviceWords(results)]);
  return section(
    'Advice',
    advice.flatMap(({ text, effect, figure, settings }) => [
      `${text} ${effect} ${figureSentence(figure)}`,
      ...(Object.keys(settings).length === 0 ? [] : [`  Settings: ${layerText(settings)}`]),
    ]),
  );
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.flatMap(item), ''];

/** A line of a list; one that is indented belongs to the one before. */
const item = (line: string): string[] =>
  line.startsWith(' ')
    ? wrappedLine(line, mostCharacters, '    ')
    : wrappedLine(`- ${line}`, mostCharacters, '  ');
