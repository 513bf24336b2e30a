import { badInput } from '../../shared/errors';
import { seedFrom, shuffled, uniform } from '../../shared/random';
import type { DatasetWalk } from './data/dataset';
import type { Fold } from './run/fold-job';

export interface FoldOptions {
  readonly folds: number;
  /** One fold for each group, in place of `folds`. */
  readonly leaveOneOut: boolean;
  /** Share of the groups that train, kept aside from them. */
  readonly validationSplit: number;
  readonly seed: number;
}

type FoldWalk = Pick<DatasetWalk, 'id' | 'group' | 'condition' | 'frames'>;

/** Walks that are never parted. */
interface Group {
  readonly name: string;
  readonly frames: number;
  /** The conditions of its walks: groups of the same ones are spread over the folds alike. */
  readonly stratum: string;
}

function groupsOf(walks: readonly FoldWalk[]): Group[] {
  return [...new Set(walks.map(({ group }) => group))].map((name) => {
    const own = walks.filter(({ group }) => group === name);
    const conditions = [...new Set(own.map(({ condition }) => condition ?? ''))].sort();
    return {
      name,
      frames: own.reduce((sum, { frames }) => sum + frames, 0),
      stratum: JSON.stringify(conditions),
    };
  });
}

/** Groups stratum by stratum, each in an order that is drawn. */
function drawnByStratum(groups: readonly Group[], random: () => number): Group[] {
  const drawn = shuffled(groups.length, random).map((index) => groups[index]!);
  const strata = [...new Set(drawn.map(({ stratum }) => stratum))];
  return strata.flatMap((stratum) => drawn.filter((group) => group.stratum === stratum));
}

/** About how long a group is, in steps of a half. */
const sizeClass = ({ frames }: Group): number => Math.round(2 * Math.log2(Math.max(1, frames)));

/**
 * Deals groups out, stratum by stratum and the long ones first, each to the fold that has the least: no two folds then
 * differ by more than one group.
 * @param loadOf what a fold has
 */
function dealt(
  groups: readonly Group[],
  folds: number,
  random: () => number,
  loadOf: (fold: readonly Group[]) => number,
): Group[][] {
  const dealtOut = Array.from({ length: folds }, (): Group[] => []);
  const drawn = drawnByStratum(groups, random);
  const strata = [...new Set(drawn.map(({ stratum }) => stratum))];
  const order = strata.flatMap((stratum) =>
    drawn.filter((group) => group.stratum === stratum).sort((a, b) => sizeClass(b) - sizeClass(a)),
  );
  for (const group of order) {
    const least = dealtOut.reduce((best, fold) => (loadOf(fold) < loadOf(best) ? fold : best));
    least.push(group);
  }
  return dealtOut;
}

/** A group without frames still is one, and no fold may stay empty. */
const framesOf = (fold: readonly Group[]): number =>
  fold.reduce((sum, { frames }) => sum + Math.max(1, frames), 0);

/** Groups that judge each epoch, evenly out of all strata of those that train. */
function keptAside(training: readonly Group[], split: number, random: () => number): Group[] {
  if (split === 0) return [];
  const count = Math.min(training.length - 1, Math.max(1, Math.round(split * training.length)));
  const drawn = drawnByStratum(training, random);
  const offset = random();
  return Array.from(
    { length: count },
    (_, index) => drawn[Math.floor(((index + offset) * drawn.length) / count)]!,
  );
}

/** Fewest groups with which every fold has one to judge by, one to train, and one to keep aside where that is asked for. */
function neededGroups(folds: number, toTrain: number): number {
  let needed = Math.max(folds, 2);
  while (needed - Math.ceil(needed / folds) < toTrain) needed++;
  return needed;
}

/**
 * Folds of a cross-validation: whole groups are dealt out, so that no window of a subject (or of a video) can stand on
 * both sides of any fold, and every walk judges in exactly one. Conditions and frames are spread as evenly as whole
 * groups allow. The same seed gives the same folds.
 * @throws GaitError bad-input where there are too few groups: it says how many there are, and how many are needed.
 */
export function makeFolds(walks: readonly FoldWalk[], options: FoldOptions): Fold[] {
  const { leaveOneOut, validationSplit, seed } = options;
  const groups = groupsOf(walks);
  const toTrain = validationSplit > 0 ? 2 : 1;
  const needed = leaveOneOut ? 1 + toTrain : neededGroups(options.folds, toTrain);
  if (groups.length < needed) throw tooFew(groups, needed, options);
  const tests = leaveOneOut
    ? groups.map((group) => [group])
    : testGroups(groups, options.folds, toTrain, seed);
  const idsOf = (own: readonly Group[]): string[] =>
    walks.filter(({ group }) => own.some(({ name }) => name === group)).map(({ id }) => id);
  return tests.map((test, index) => {
    const others = groups.filter((group) => !test.includes(group));
    const validation = keptAside(others, validationSplit, uniform(seedFrom(seed, 'validation', index + 1)));
    return {
      number: index + 1,
      training: idsOf(others.filter((group) => !validation.includes(group))),
      validation: idsOf(validation),
      test: idsOf(test),
    };
  });
}

function testGroups(groups: readonly Group[], folds: number, toTrain: number, seed: number): Group[][] {
  const random = () => uniform(seedFrom(seed, 'folds'));
  const byFrames = dealt(groups, folds, random(), framesOf);
  if (byFrames.every((test) => groups.length - test.length >= toTrain)) return byFrames;
  // One group outweighs all others, which would leave it alone to train: then their number is what is balanced.
  return dealt(groups, folds, random(), (fold) => fold.length);
}

function tooFew(
  groups: readonly Group[],
  needed: number,
  { folds, leaveOneOut, validationSplit }: FoldOptions,
) {
  const asked = leaveOneOut ? 'Leaving one out' : `Cross-validation in ${folds} folds`;
  const aside = validationSplit > 0 ? ', one to train and one to keep aside' : ' and one to train';
  const most = groups.length;
  return badInput(
    `${asked} needs at least ${needed} groups (subjects, or videos whose subject is not known), and there ${
      most === 1 ? 'is 1' : `are ${most}`
    }: ${groups.map(({ name }) => name).join(', ')}.`,
    `Every fold takes one to judge by${aside}. Add walks of other subjects, ask for fewer folds (n_folds), or say who walks (subject).`,
  );
}
