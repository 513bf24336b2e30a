import type { Described } from '../../study/walk-columns';
import type { GaitEvent } from '../../../shared/results';
import type { Agreement, ReferenceKind } from './agreement';
import type { TrueEvent } from './compare-truth';
import {
  curveAgreement,
  pairCycles,
  parameterAgreement,
  type CurveAgreement,
  type CyclePair,
  type CycleSource,
  type ParameterAgreement,
} from './cycle-agreement';
import { eventAgreement, type EventAgreement, type EventTrial } from './event-agreement';
import { median } from '../statistics';
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
  readonly walk: Described;
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
  walk: Described,
  measured: CycleSource & { readonly events: readonly GaitEvent[] },
  { called, kind, events, cycles, spanS }: Reference,
  synchronisation: Synchronisation,
): ComparedWalk {
  const { offsetS } = synchronisation;
  return {
    walk,
    reference: { called, kind },
    synchronisation,
    trial: {
      walk: walk.id,
      found: measured.events,
      reference: events.map((event) => ({ ...event, timeS: event.timeS + offsetS })),
      spanS: [spanS[0] + offsetS, spanS[1] + offsetS],
    },
    pairs: pairCycles(walk.id, measured, cycles, offsetS),
  };
}

/** Correlation of the heels' motion below which two sources may be of different walks: one walk seen twice shows more, typical. */
const sureCorrelation = 0.95;
/** Difference of paired strides, as a share of one, above which they may be of different walks. */
const likeStrides = 0.1;

/** Why two sources may not be of one walk, in words: cycles pair also where two people happen to step alike. */
export function doubtsOf({ synchronisation, pairs }: ComparedWalk): string[] {
  const apart = median(
    pairs.map(({ measured: { cycle }, reference }) =>
      Math.abs(cycle.strideTimeS / reference.cycle.strideTimeS - 1),
    ),
  );
  const signs = [
    ...(synchronisation.by === 'cross-correlation' && synchronisation.confidence < sureCorrelation
      ? [`the motion of their heels correlates by ${synchronisation.confidence.toFixed(2)} only`]
      : []),
    ...(apart > likeStrides
      ? [`their paired strides differ by ${(100 * apart).toFixed(0)} % in time in the middle`]
      : []),
  ];
  return signs.length === 0
    ? []
    : [
        `The two sources may not be of the same walk: ${signs.join(', and ')}. Check which files belong together.`,
      ];
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
