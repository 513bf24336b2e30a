import { stringify } from 'csv-stringify/sync';
import type { GaitEvent } from '../../../shared/results';
import { detectableChange, type Agreement, type ReferenceKind } from './agreement';
import type { TrueEvent } from './compare-truth';
import {
  curveAgreement,
  cycleParameters,
  pairCycles,
  parameterAgreement,
  parameterPairs,
  type CurveAgreement,
  type CyclePair,
  type CycleSource,
  type ParameterAgreement,
} from './cycle-agreement';
import { eventAgreement, eventPairs, type EventAgreement, type EventTrial } from './event-agreement';
import type { Synchronisation } from './synchronise';

/** What a walk is compared with. */
export interface Reference {
  /** In words, such as "labels of walk.csv". */
  readonly called: string;
  readonly kind: ReferenceKind;
  readonly events: readonly TrueEvent[];
  readonly cycles: CycleSource;
  /** Part of the recording for which the events are complete, on the reference's clock. */
  readonly spanS: readonly [fromS: number, toS: number];
}

/** One walk beside its reference, on the walk's own clock. */
export interface ComparedWalk {
  readonly id: string;
  readonly reference: Pick<Reference, 'called' | 'kind'>;
  readonly synchronisation: Synchronisation;
  readonly trial: EventTrial;
  readonly pairs: readonly CyclePair[];
}

/** Two sources of the same walks side by side. */
export interface Comparison {
  readonly walks: readonly ComparedWalk[];
  readonly reference: ReferenceKind;
  readonly events: readonly EventAgreement[];
  readonly parameters: readonly ParameterAgreement[];
  readonly curves: readonly CurveAgreement[];
}

export function compareWalk(
  id: string,
  measured: CycleSource & { readonly events: readonly GaitEvent[] },
  { called, kind, events, cycles, spanS }: Reference,
  synchronisation: Synchronisation,
): ComparedWalk {
  const { offsetS } = synchronisation;
  return {
    id,
    reference: { called, kind },
    synchronisation,
    trial: {
      walk: id,
      found: measured.events,
      reference: events.map((event) => ({ ...event, timeS: event.timeS + offsetS })),
      spanS: [spanS[0] + offsetS, spanS[1] + offsetS],
    },
    pairs: pairCycles(id, measured, cycles, offsetS),
  };
}

/** One reference that errs makes all of them count as such: what is claimed of the error must hold for every walk. */
export function comparisonOf(walks: readonly ComparedWalk[]): Comparison {
  const reference = walks.every((walk) => walk.reference.kind === 'exact') ? 'exact' : 'measured';
  const pairs = walks.flatMap((walk) => walk.pairs);
  return {
    walks,
    reference,
    events: eventAgreement(
      walks.map(({ trial }) => trial),
      reference,
    ),
    parameters: parameterAgreement(pairs, reference),
    curves: curveAgreement(pairs),
  };
}

/** Cycles that a walk has of what is compared, on average: the mean of so many is what a report states. */
export const cyclesPerWalk = ({ pairs, walks }: Agreement): number => Math.max(1, Math.round(pairs / walks));

/** What a reader must know to read the figures right. */
export function notesOf({ reference, walks }: Comparison): string[] {
  const by = new Set(walks.map(({ synchronisation }) => synchronisation.by));
  return [
    'Differences are measured − reference. Limits of agreement: Bland and Altman 2007 for repeated measures, the true value varying; walks are the groups.',
    reference === 'exact'
      ? 'The reference is exact: SEM is the SD of the errors, those that shift a whole walk included.'
      : 'The reference is a measurement that errs too: SEM is the SD of the differences divided by √2, shifts of a whole walk included.',
    'Minimal detectable change: 1.96 · √2 · SEM, of one cycle and of the mean of the cycles that a walk has here.',
    ...(walks.length === 1
      ? [
          'From one walk only its scatter from cycle to cycle is known: SEM and detectable change leave out what differs between walks.',
        ]
      : []),
    ...(by.has('events')
      ? [
          'Clocks were brought together by the events, which takes a constant delay for a difference of clocks: the bias of events says nothing.',
        ]
      : []),
    ...(by.has('cross-correlation')
      ? [
          'Clocks were brought together by the heels’ motion: a delay of one source as a whole does not show in the bias of events.',
        ]
      : []),
  ];
}

const plain = (value: number | null | undefined): number | '' =>
  value === null || value === undefined ? '' : Number(value.toPrecision(6));

const figuresOf = (agreement: Agreement): Record<string, number | null> => ({
  n: agreement.pairs,
  walks: agreement.walks,
  bias: agreement.bias,
  bias_low: agreement.biasInterval?.[0] ?? null,
  bias_high: agreement.biasInterval?.[1] ?? null,
  mean_absolute: agreement.meanAbsoluteDifference,
  sd: agreement.sd,
  within_walk_sd: agreement.withinSd,
  between_walk_sd: agreement.betweenSd,
  limit_low: agreement.limits?.[0] ?? null,
  limit_high: agreement.limits?.[1] ?? null,
  sem: agreement.sem,
  mdc: agreement.pairs === 0 ? null : detectableChange(agreement, 1),
  cycles_in_mean: agreement.pairs === 0 ? null : cyclesPerWalk(agreement),
  mdc_of_mean: agreement.pairs === 0 ? null : detectableChange(agreement, cyclesPerWalk(agreement)),
});

const detectionsOf = ({ detection }: EventAgreement): Record<string, number | null> =>
  Object.fromEntries(
    detection.flatMap(({ toleranceMs, precision, recall, f1 }) => [
      [`precision_${toleranceMs}_ms`, precision],
      [`recall_${toleranceMs}_ms`, recall],
      [`f1_${toleranceMs}_ms`, f1],
    ]),
  );

/** Rows of `agreement.csv`: events in milliseconds, then parameters in their units. */
const rowsOf = ({ events, parameters }: Comparison) => [
  ...events.map((one) => ({
    of: one.event,
    side: one.side,
    unit: 'ms',
    ...figuresOf(one.timing),
    ...detectionsOf(one),
  })),
  ...parameters.map(({ parameter, side, agreement }) => ({
    of: parameter.name,
    side,
    unit: parameter.unit,
    ...figuresOf(agreement),
  })),
];

/** `agreement.csv`: one row for each kind of event and each parameter, of both sides and of each. */
export function agreementCsv(comparison: Comparison): string {
  const rows = rowsOf(comparison);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value : plain(value)]),
      ),
    ),
    { header: true, columns },
  );
}

/** `pairs.csv`: every value that went in, for statistics of one's own. Events in seconds. */
export function pairsCsv({ walks }: Comparison): string {
  const events = walks.flatMap(({ trial }) =>
    eventPairs([trial]).map(({ walk, side, event, timeS, measured, reference }) => [
      walk,
      event,
      side,
      plain(timeS),
      plain(measured / 1000),
      plain(reference / 1000),
    ]),
  );
  const cycles = walks.flatMap(({ pairs }) =>
    cycleParameters.flatMap((parameter) =>
      parameterPairs(pairs, parameter).map(({ walk, measured, reference, pair }) => [
        walk,
        parameter.name,
        pair.measured.cycle.side,
        plain(pair.measured.cycle.startS),
        plain(measured),
        plain(reference),
      ]),
    ),
  );
  return stringify([['walk', 'of', 'side', 'time_s', 'measured', 'reference'], ...events, ...cycles]);
}

/** `agreement.json`. */
export function agreementJson(comparison: Comparison): object {
  return {
    notes: notesOf(comparison),
    reference: comparison.reference,
    walks: comparison.walks.map(({ id, reference, synchronisation, pairs }) => ({
      id,
      with: reference.called,
      synchronised_by: synchronisation.by,
      offset_s: synchronisation.offsetS,
      confidence: synchronisation.confidence,
      paired_cycles: pairs.length,
    })),
    agreement: rowsOf(comparison),
    curves: comparison.curves.map(({ joint, side, cycles, rmseDeg, offsetDeg, rmseWithoutOffsetDeg }) => ({
      joint,
      side,
      cycles,
      rmse_deg: rmseDeg,
      offset_deg: offsetDeg,
      rmse_without_offset_deg: rmseWithoutOffsetDeg,
    })),
  };
}
