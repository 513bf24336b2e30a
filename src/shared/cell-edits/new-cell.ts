import { Document } from 'yaml';
import type { z } from 'zod';
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

/** What a step does, in the schema's words. */
export const stepDescription = (step: StepName): string => schemaOf(step).shape.step.description ?? '';

const schemaOf = (step: StepName) => stepSchema.options.find(({ shape }) => shape.step.value === step)!;

/** Steps whose results a key takes. */
const sources: Readonly<Partial<Record<StepName, Readonly<Record<string, readonly StepName[]>>>>> = {
  'extract-pose': { video: ['load-video'] },
  'detect-events': { pose: ['extract-pose', 'load-landmarks'] },
  'edit-events': { of: ['detect-events', 'edit-events'] },
  compare: { of: ['detect-events', 'edit-events'] },
  report: { of: ['detect-events', 'edit-events'] },
};

/** What the result of a step is called while nothing speaks against it. */
const usualNames: Readonly<Record<StepName, string>> = {
  'load-video': 'walks',
  'load-landmarks': 'landmarks',
  'extract-pose': 'poses',
  'detect-events': 'events',
  'edit-events': 'events-corrected',
  compare: 'comparison',
  'make-phantom': 'phantom',
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

/** Keys without which the step means nothing; where the schema leaves a choice of sources, the usual one. */
function neededKeys(step: StepName): readonly string[] {
  if (step === 'load-video') return ['video'];
  if (step === 'load-landmarks') return ['landmarks'];
  return Object.entries<z.ZodType>(schemaOf(step).shape)
    .filter(([key, field]) => key !== 'step' && !field.safeParse(undefined).success)
    .map(([key]) => key);
}

function valueFor(step: StepName, key: string, { above, videos, author }: Surroundings): unknown {
  const makers = sources[step]?.[key];
  if (makers) {
    // The last one: what a new cell goes on from.
    const found = above.findLast((result) => makers.some((maker) => maker === result.step));
    return found?.name ?? usualNames[makers[0]!];
  }
  switch (key) {
    case 'video':
      return videos[0] ?? 'walk.mp4';
    case 'landmarks':
      return 'walk.trc';
    case 'output':
      return 'phantom.mp4';
    case 'edits':
      return [{ ...firstEdit, author }];
    default:
      return '';
  }
}

const firstEdit = {
  edit: 'move',
  side: 'left',
  event: 'heel_strike',
  time_s: 1,
  to_s: 1.02,
  reason: 'Contact seen later in the video',
};
