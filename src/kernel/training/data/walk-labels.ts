import { readTruth } from '../../../phantom/truth';
import { badInput } from '../../../shared/errors';
import type { LabelSource } from '../../../shared/training';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import { trueWalk } from '../../gait/agreement/truth-cycles';
import { hasTruth, judgedSpan, spanOfEvents, storedEvents } from '../../study/known-events';
import type { SourceWalk } from './source-walk';

/** What is known of a walk's contacts, and by whom. */
export interface WalkLabels {
  readonly source: LabelSource;
  /** In order of time. */
  readonly events: readonly TrueEvent[];
  /** Part of the recording for which they are complete. */
  readonly spanS: readonly [fromS: number, toS: number];
  readonly warnings: readonly string[];
}

/** Events of one walk in a table of labels of all. */
export type LabelsTable = ReadonlyMap<string, readonly TrueEvent[]>;

const listed = (
  source: LabelSource,
  events: readonly TrueEvent[],
  warnings: readonly string[] = [],
): WalkLabels | null =>
  events.length === 0
    ? null
    : {
        source,
        events: events
          .map(({ timeS, side, event }) => ({ timeS, side, event }))
          .sort((a, b) => a.timeS - b.timeS),
        spanS: spanOfEvents(events),
        warnings,
      };

/** The labels of a walk; null where nothing is known of it. */
async function labelsOf(
  { walk, events, corrected }: SourceWalk,
  table: LabelsTable | null,
): Promise<WalkLabels | null> {
  const inTable = listed('table', table?.get(walk.id) ?? []);
  if (inTable !== null) return inTable;
  if (await hasTruth(walk)) {
    const { events: contacts, visibleS } = trueWalk(await readTruth(walk.path));
    return { source: 'truth', events: contacts, spanS: judgedSpan(visibleS), warnings: [] };
  }
  const stored = await storedEvents(walk);
  if (stored !== null) return listed(stored.from, stored.events);
  if (corrected) return listed('corrected', events ?? []);
  return listed('found', events ?? [], [
    `The labels of ${walk.id} are the events that were found: whatever learns from them is judged by the rule that found them.`,
  ]);
}

/**
 * The labels of every walk, each from the best source it has: the table, its own labels file, the truth of a phantom,
 * events stored in its file, events corrected by hand, and last the events that were found.
 * @throws GaitError bad-input that names all walks without any.
 */
export async function resolveLabels(
  walks: readonly SourceWalk[],
  table: LabelsTable | null,
): Promise<WalkLabels[]> {
  const labels = await Promise.all(walks.map((walk) => labelsOf(walk, table)));
  const unlabelled = walks.filter((_, index) => labels[index] === null);
  const without = unlabelled.map(({ walk }) => walk.id);
  if (without.length > 0) {
    // That they were looked for is what the user was told to ask for.
    if (unlabelled.every(({ events }) => events !== null)) {
      throw badInput(
        `There are no labels for ${without.join(', ')}: no events were found there either.`,
        'Leave these walks out, or label them by hand.',
      );
    }
    throw badInput(
      `There are no labels for ${without.join(', ')}.`,
      'Give a CSV file of labels (walk, time_s, side, event), give each walk its own, or train on the result of ' +
        'detect-events or edit-events, whose events are then the labels (gait train --found-labels).',
    );
  }
  return labels.filter((known) => known !== null);
}
