import { figureSentence } from '../../shared/advice-figure';
import type { BenchmarkResults } from '../../shared/benchmark';
import {
  askedWords,
  incompleteWords,
  noAdviceWords,
  noiseWords,
  videoWords,
  watchingWords,
} from '../../shared/benchmark-words';
import type { Recommendation } from '../../shared/performance-report';
import { layerText } from '../display/benchmark-text';
import { escaped } from './plain-markdown';

/** Advice as a list, each piece with its figure and the settings that follow it. */
export const adviceMarkdown = (advice: readonly Recommendation[]): string =>
  itemsMarkdown(
    advice.map(({ text, effect, figure, settings }) => {
      const change = Object.keys(settings).length > 0 ? ` Settings: ${layerText(settings)}` : '';
      return `${text} ${effect} ${figureSentence(figure)}${change}`;
    }),
  );

/** What a benchmark says beside its tables and charts: how it went and what to do stand before them, how it was done after. */
export function benchmarkWordsMarkdown(results: BenchmarkResults): {
  readonly before: string[];
  readonly after: string[];
} {
  const { complete, noise, notes, optimization_recommendations: advice } = results;
  const said = [
    `${videoWords(results)}.`,
    askedWords(results),
    ...(complete ? [] : [incompleteWords]),
    noiseWords(noise),
    watchingWords(results),
  ];
  return {
    before: [
      ...said.map(escaped),
      '**Advice**',
      advice.length === 0 ? escaped(noAdviceWords(results)) : adviceMarkdown(advice),
    ],
    after: notes.length === 0 ? [] : ['**How it was done**', itemsMarkdown(notes)],
  };
}

const itemsMarkdown = (items: readonly string[]): string =>
  items.map((item) => `- ${escaped(item)}`).join('\n');
