import { studentT975 } from './student-t';

/** One thing measured twice: once by what is judged, once by what it is judged by. */
export interface MeasuredPair {
  /** Id of the walk: pairs of one walk are repeats, not independent. */
  readonly walk: string;
  readonly measured: number;
  readonly reference: number;
}

/** Whether the reference is without error, as a phantom's truth is, or a second measurement that errs as well. */
export type ReferenceKind = 'exact' | 'measured';

/** How far two sources of the same walks agree; every figure in the unit of what was measured. */
export interface Agreement {
  readonly pairs: number;
  readonly walks: number;
  /** Mean of measured − reference; null without a pair, as are all others where there is too little to state them. */
  readonly bias: number | null;
  /** 95 % interval of the bias from the means of the walks, which are independent; null below two walks. */
  readonly biasInterval: readonly [low: number, high: number] | null;
  readonly meanAbsoluteDifference: number | null;
  /** SD of all differences together; null below two pairs. */
  readonly sd: number | null;
  /** SD of the differences within walks: from repeat to repeat. Null where no walk has two pairs. */
  readonly withinSd: number | null;
  /** SD of what shifts a whole walk, freed of the repeats' own scatter; null below two walks, or without repeats. */
  readonly betweenSd: number | null;
  /** 95 % limits of agreement of a single pair; null below two pairs. */
  readonly limits: readonly [low: number, high: number] | null;
  /** Standard error of measurement of one cycle. */
  readonly sem: number | null;
  readonly reference: ReferenceKind;
}

const none = {
  bias: null,
  biasInterval: null,
  meanAbsoluteDifference: null,
  sd: null,
  withinSd: null,
  betweenSd: null,
  limits: null,
  sem: null,
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
const squaresAround = (values: readonly number[], centre: number): number =>
  sumOf(values.map((value) => (value - centre) ** 2));

interface Components {
  readonly withinSd: number | null;
  readonly betweenSd: number | null;
  /** Variance of a single difference. */
  readonly variance: number | null;
}

/**
 * Variance components of the differences by a one-way analysis of variance with walks as groups of unequal size, for a
 * true value that varies from pair to pair (Bland and Altman 1999, Stat Methods Med Res 8:135–160; and 2007, on multiple
 * observations per individual). A component below zero is 0.
 */
function componentsOf(groups: readonly (readonly number[])[], bias: number): Components {
  const pairs = sumOf(groups.map((group) => group.length));
  const walks = groups.length;
  const between = sumOf(groups.map((group) => group.length * (meanOf(group) - bias) ** 2));
  if (pairs === walks) {
    const variance = walks > 1 ? between / (walks - 1) : null;
    return { withinSd: null, betweenSd: null, variance };
  }
  const within = sumOf(groups.map((group) => squaresAround(group, meanOf(group)))) / (pairs - walks);
  if (walks < 2) return { withinSd: Math.sqrt(within), betweenSd: null, variance: within };
  const repeats = (pairs ** 2 - sumOf(groups.map((group) => group.length ** 2))) / ((walks - 1) * pairs);
  const component = Math.max(0, (between / (walks - 1) - within) / repeats);
  return { withinSd: Math.sqrt(within), betweenSd: Math.sqrt(component), variance: within + component };
}

/**
 * Bias, limits of agreement for repeated measures and standard error of measurement of paired values.
 *
 * The standard error counts both what scatters from cycle to cycle and what shifts a whole walk ("agreement" in de Vet
 * et al. 2006, J Clin Epidemiol 59:1033–1039): a shift may differ between two visits, so counting it is the cautious
 * choice. Where the reference is a measurement too, the error is taken to be shared evenly: the SD of the differences
 * is divided by √2. From a single walk only the scatter within it can be known.
 */
export function agreementOf(pairs: readonly MeasuredPair[], reference: ReferenceKind): Agreement {
  const groups = differencesByWalk(pairs);
  if (pairs.length === 0) return { pairs: 0, walks: 0, ...none, reference };
  const differences = pairs.map(differenceOf);
  const bias = meanOf(differences);
  const { withinSd, betweenSd, variance } = componentsOf(groups, bias);
  const spread = variance === null ? null : 1.96 * Math.sqrt(variance);
  return {
    pairs: pairs.length,
    walks: groups.length,
    bias,
    biasInterval: intervalOf(groups.map(meanOf)),
    meanAbsoluteDifference: meanOf(differences.map(Math.abs)),
    sd: pairs.length < 2 ? null : Math.sqrt(squaresAround(differences, bias) / (pairs.length - 1)),
    withinSd,
    betweenSd,
    limits: spread === null ? null : [bias - spread, bias + spread],
    sem: variance === null ? null : Math.sqrt(variance) / errorShare(reference),
    reference,
  };
}

const differenceOf = ({ measured, reference }: MeasuredPair): number => measured - reference;

function differencesByWalk(pairs: readonly MeasuredPair[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const pair of pairs) {
    const group = groups.get(pair.walk) ?? [];
    groups.set(pair.walk, group);
    group.push(differenceOf(pair));
  }
  return [...groups.values()];
}

const errorShare = (reference: ReferenceKind): number => (reference === 'exact' ? 1 : Math.SQRT2);

/** 95 % interval of the mean of independent values by Student's t; null below two of them. */
export function intervalOf(values: readonly number[]): readonly [low: number, high: number] | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const standardError = Math.sqrt(squaresAround(values, mean) / (values.length - 1) / values.length);
  const half = studentT975(values.length - 1) * standardError;
  return [mean - half, mean + half];
}

/**
 * Standard error of measurement of the mean of so many cycles of one walk: averaging shrinks the scatter between
 * cycles, but nothing that shifts the whole walk. Null where the scatter is not known.
 */
export function semOfMean({ withinSd, betweenSd, sem, reference }: Agreement, cycles: number): number | null {
  if (cycles === 1) return sem;
  if (withinSd === null || cycles < 1) return null;
  return Math.sqrt((betweenSd ?? 0) ** 2 + withinSd ** 2 / cycles) / errorShare(reference);
}

/**
 * Smallest change between two visits that is beyond the error of measurement with 95 % confidence: 1.96 · √2 · SEM,
 * of the mean of so many cycles at each.
 */
export function detectableChange(agreement: Agreement, cycles: number): number | null {
  const sem = semOfMean(agreement, cycles);
  return sem === null ? null : 1.96 * Math.SQRT2 * sem;
}
