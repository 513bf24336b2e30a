import type { Classification, ClassScore } from '../../../shared/cross-validation';

/** Number of a class for which nothing is known, or nothing was stated. */
export const unknown = -1;

/** Labels by true class (rows) and stated class (columns); the last column is of those for which nothing was stated. */
export interface Counts {
  readonly classes: readonly string[];
  readonly table: readonly (readonly number[])[];
}

/** Sets what was stated beside the truth, label by label; a label that is not known is not judged. */
export function countsOf(
  classes: readonly string[],
  labels: Iterable<readonly [truth: number, stated: number]>,
): Counts {
  const table = classes.map(() => new Array<number>(classes.length + 1).fill(0));
  for (const [truth, stated] of labels) {
    if (truth === unknown) continue;
    table[truth]![stated === unknown ? classes.length : stated]! += 1;
  }
  return { classes, table };
}

/** Counts of the same classes added up. */
export function addedUp(counts: readonly [Counts, ...Counts[]]): Counts {
  const [{ classes, table }] = counts;
  return {
    classes,
    table: table.map((row, truth) =>
      row.map((_, stated) => counts.reduce((sum, one) => sum + one.table[truth]![stated]!, 0)),
    ),
  };
}

const share = (of: number, all: number): number | null => (all === 0 ? null : of / all);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/**
 * Accuracy, precision, recall and F1 from counts.
 * @param optional Classes that are left out where they do not occur: what is stated as one of them is then none of these.
 */
export function classificationOf(
  { classes, table }: Counts,
  optional: readonly string[] = [],
): Classification {
  const statedAs = (index: number): number => sumOf(table.map((row) => row[index]!));
  const kept = classes.flatMap((name, index) =>
    optional.includes(name) && sumOf(table[index]!) === 0 ? [] : [index],
  );
  const perClass = kept.map((index): ClassScore => {
    const support = sumOf(table[index]!);
    const stated = statedAs(index);
    const right = table[index]![index]!;
    return {
      name: classes[index]!,
      precision: share(right, stated),
      recall: share(right, support),
      f1: share(2 * right, support + stated),
      support,
    };
  });
  const f1s = perClass.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  const labels = sumOf(table.map(sumOf));
  return {
    labels,
    accuracy: share(sumOf(kept.map((index) => table[index]![index]!)), labels),
    perClass,
    macroF1: share(sumOf(f1s), f1s.length),
    confusion: kept.map((truth) => kept.map((stated) => table[truth]![stated]!)),
    unstated: kept.map((truth) => sumOf(table[truth]!) - sumOf(kept.map((stated) => table[truth]![stated]!))),
  };
}
