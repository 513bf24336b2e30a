import { badInput } from '../../../shared/errors';
import { eventKinds, sides } from '../../../shared/results';
import { eventOutputs, functionalPhases, outputsOf, type LabelTarget } from '../../../shared/training';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import type { DatasetFrames } from './dataset';

/** How often each class of each group stands in the frames of a walk that count. */
export interface LabelCounts {
  readonly walk: string;
  /** Groups × classes; of a sigmoid, off and on. */
  readonly counts: readonly (readonly number[])[];
}

/** A sigmoid tells two classes apart, a softmax as many as it has outputs. */
export const classesToTell = (classes: number): number => Math.max(2, classes);

export function labelCounts(
  walk: string,
  { targets, weights }: Pick<DatasetFrames, 'targets' | 'weights'>,
  target: LabelTarget,
): LabelCounts {
  const { groups, classes } = outputsOf[target];
  const counts = Array.from({ length: groups }, () => new Array<number>(classesToTell(classes)).fill(0));
  for (const [at, weight] of weights.entries()) {
    if (weight > 0) counts[at % groups]![Math.round(targets[at]!)]!++;
  }
  return { walk, counts };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** What a group of outputs is of, in words. */
const groupWords = (target: LabelTarget, group: number): string => {
  if (target !== 'events') return `the ${sides[group]!} foot`;
  const { side, event } = eventOutputs[group]!;
  return `${event === 'heel_strike' ? 'strikes' : 'offs'} of the ${side} foot`;
};

/** The only thing that is ever said of a group, in words. */
function onlyClass(target: LabelTarget, counts: readonly number[]): string {
  const which = counts.findIndex((count) => count > 0);
  if (target === 'phases') return `is never seen in another phase than ${functionalPhases[which]!}`;
  if (target === 'events') return 'are not among the labels';
  return which === 1 ? 'is on the floor in every frame' : 'is off the floor in every frame';
}

/**
 * Whether a foot that is labelled has both its kinds of events: from strikes alone nobody can tell how long it stays on the
 * floor, and all that would be left to learn are the moments beside the first and the last one.
 * @throws GaitError bad-input that names what is nowhere among the labels.
 */
export function checkEventKinds(labels: readonly { readonly events: readonly TrueEvent[] }[]): void {
  const lacking = sides.flatMap((side) => {
    const own = labels.flatMap(({ events }) => events.filter((event) => event.side === side));
    const missing = eventKinds.filter((kind) => own.every(({ event }) => event !== kind));
    return own.length === 0 ? [] : missing.map((kind) => `${kind} of the ${side} foot`);
  });
  if (lacking.length === 0) return;
  throw badInput(
    `Nowhere among the labels is there a ${lacking.join(', or a ')}.`,
    'Label strikes and offs of both feet: a foot is on the floor from the one to the other.',
  );
}

/**
 * Whether a data set has anything to learn from.
 * @throws GaitError bad-input where a walk has no frame that counts, a foot has no events, or one class stands alone.
 */
export function checkLabels(walks: readonly LabelCounts[], target: LabelTarget): void {
  const without = walks.filter(({ counts }) => sumOf(counts.map(sumOf)) === 0).map(({ walk }) => walk);
  if (without.length > 0) {
    throw badInput(
      `In ${without.join(', ')} there is no frame in which somebody is seen walking and the labels say anything.`,
      'Leave these walks out, or look whether their labels run on the clock of the recording, in seconds.',
    );
  }
  const groups = walks[0]!.counts.map((_, group) =>
    walks[0]!.counts[group]!.map((_, label) => sumOf(walks.map(({ counts }) => counts[group]![label]!))),
  );
  for (const [group, counts] of groups.entries()) {
    const called = groupWords(target, group);
    if (sumOf(counts) === 0) {
      throw badInput(
        `There is no label of ${called} in any walk.`,
        'Label both feet: what is trained tells left and right apart.',
      );
    }
    if (counts.filter((count) => count > 0).length < 2) {
      const subject = called.charAt(0).toUpperCase() + called.slice(1);
      throw badInput(
        `There is one class only: ${subject.replace(/^The/, 'the')} ${onlyClass(target, counts)}.`,
        'Give labels that cover whole strides, with strikes and offs of both feet.',
      );
    }
  }
}

/** Feet of which a walk's labels say nothing, in words for a warning. */
export function unlabelledGroups({ walk, counts }: LabelCounts, target: LabelTarget): string[] {
  return counts.flatMap((own, group) =>
    sumOf(own) > 0
      ? []
      : [
          `The labels of ${walk} say nothing of ${groupWords(target, group)}, which counts for nothing there.`,
        ],
  );
}
