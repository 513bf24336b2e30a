import type { Recommendation } from '../../shared/performance-report';
import { coreRules } from './core-rules';
import type { Figures } from './figures';
import { memoryRules } from './memory-rules';
import { resultRules } from './result-rules';
import type { Rule } from './rule';
import { speedRules } from './speed-rules';
import { trainingRules } from './training-rules';

/** Every rule of advice, the pressing ones first. */
export const rules: readonly Rule[] = [
  ...memoryRules,
  ...trainingRules,
  // What leaves the result as it is stands before what changes it.
  ...coreRules,
  ...speedRules,
  ...resultRules,
];

/** The advice that some figures call for. */
export function recommend(figures: Figures): Recommendation[] {
  return rules.flatMap((rule) => {
    const figure = rule.when(figures);
    if (figure === null) return [];
    return [
      {
        id: rule.id,
        text: rule.text(figures),
        figure,
        settings: rule.settings(figures),
        effect: rule.effect(figures),
      },
    ];
  });
}
