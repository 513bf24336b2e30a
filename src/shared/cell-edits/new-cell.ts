import { Document } from 'yaml';
import { said, stepNodes, stepSummary } from '../language/step-schemas';
import type { SchemaNode } from '../schema-node';
import { stepSchema, type StepName } from '../steps';
import { cellText } from './apply-settings';
import { freeName, type MadeResult } from './result-names';

/** What a new cell can be made of. */
export interface Surroundings {
  /** Results that the cells above make, in their order. */
  readonly above: readonly MadeResult[];
  /** Names of results that cells below make. */
  readonly below: readonly string[];
  /** Videos beside the notebook. */
  readonly videos: readonly string[];
  /** Who corrects events. */
  readonly author: string;
}

/** Every step, in the order in which a study is made. */
export const stepNames: readonly StepName[] = stepSchema.options.map(({ shape }) => shape.step.value);

/** What a step does, in a sentence. */
export const stepDescription = (step: StepName): string => stepSummary(nodeOf(step));

// Sound: there is a schema for every step.
const nodeOf = (step: StepName): SchemaNode => stepNodes().get(step)!;

/** What the result of a step is called while nothing speaks against it. */
const usualNames: Readonly<Record<StepName, string>> = {
  'load-video': 'walks',
  'load-landmarks': 'landmarks',
  'extract-pose': 'poses',
  'detect-events': 'events',
  'edit-events': 'events-corrected',
  compare: 'comparison',
  'make-phantom': 'phantom',
  'train-folds': 'training',
  'predict-phases': 'phases',
  benchmark: 'benchmark',
  report: 'report',
};

/** The text of a new cell: the step, what it needs, with names taken from the cells above, and its own name. */
export function newCell(step: StepName, surroundings: Surroundings): string {
  const taken = [...surroundings.above.map(({ name }) => name), ...surroundings.below];
  const name = freeName(usualNames[step], taken);
  const cell = new Document({
    step,
    ...Object.fromEntries(neededKeys(step).map((key) => [key, valueFor(step, key, surroundings)])),
    ...(step === 'report' ? {} : { as: name }),
  });
  return cellText(cell, '');
}

/** Keys without which the step cannot run; of those that stand for each other, the first. */
function neededKeys(step: StepName): readonly string[] {
  const { required = [], needsOneOf = [] } = nodeOf(step);
  return [...required.filter((key) => key !== 'step'), ...needsOneOf.slice(0, 1)];
}

function valueFor(step: StepName, key: string, { above, videos, author }: Surroundings): unknown {
  const node = nodeOf(step).properties?.[key] ?? {};
  const makers = said(node, 'results');
  if (makers) {
    // The last one: what a new cell goes on from.
    const found = above.findLast((result) => makers.includes(result.step));
    return found?.name ?? usualNames[makers[0] as StepName];
  }
  const reads = said(node, 'reads');
  if (reads === 'video') return videos[0] ?? 'walk.mp4';
  if (reads === 'landmarks') return 'walk.trc';
  return key === 'edits' ? [{ ...firstEdit, author }] : `${usualNames[step]}.mp4`;
}

const firstEdit = {
  edit: 'move',
  side: 'left',
  event: 'heel_strike',
  time_s: 1,
  to_s: 1.02,
  reason: 'Contact seen later in the video',
};
