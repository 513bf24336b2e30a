import { stringify } from 'csv-stringify/sync';
import type { Side } from '../../../shared/results';
import { limbOf, recordingColumns, walkCells, walkColumns, walkFacts } from '../../study/walk-columns';
import { detectableChange, type Agreement } from './agreement';
import { cyclesPerWalk, notesOf, type Comparison } from './comparison';
import { cycleParameters, parameterPairs } from './cycle-agreement';
import { eventPairs, type EventAgreement } from './event-agreement';

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

/** What all walks have in common of whose they are; null where they differ. */
function commonFacts(walks: Comparison['walks']): ReturnType<typeof walkFacts> {
  const [first, ...others] = walks.map(({ walk }) => walkFacts(walk));
  const shared = { ...first! };
  for (const column of walkColumns) {
    if (others.some((facts) => facts[column] !== shared[column])) shared[column] = null;
  }
  return shared;
}

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

/**
 * `agreement.csv`: one row for each kind of event and each parameter, of both sides and of each; whose walks they are
 * stands where it is the same for all of them.
 */
export function agreementCsv(comparison: Comparison): string {
  const facts = commonFacts(comparison.walks);
  const rows = rowsOf(comparison).map((row) => ({ ...row, ...facts }));
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

/** `pairs.csv`: every value that went in with whose it is, for statistics of one's own. Events in seconds. */
export function pairsCsv({ walks }: Comparison): string {
  const rows = walks.flatMap(({ walk, trial, pairs }) => {
    const row = (of: string, side: Side, timeS: number, measured: number, reference: number) => [
      ...[of, side, plain(timeS), plain(measured), plain(reference)],
      ...[limbOf(side, walk.affectedSide), ...walkCells(walk)],
    ];
    return [
      ...eventPairs([trial]).map(({ side, event, timeS, measured, reference }) =>
        row(event, side, timeS, measured / 1000, reference / 1000),
      ),
      ...cycleParameters.flatMap((parameter) =>
        parameterPairs(pairs, parameter).map(({ measured, reference, pair: { measured: seen } }) =>
          row(parameter.name, seen.cycle.side, seen.cycle.startS, measured, reference),
        ),
      ),
    ];
  });
  return stringify([['of', 'side', 'time_s', 'measured', 'reference', ...recordingColumns], ...rows]);
}

/** `agreement.json`. */
export function agreementJson(comparison: Comparison): object {
  return {
    notes: notesOf(comparison),
    reference: comparison.reference,
    walks: comparison.walks.map(({ walk, reference, synchronisation, pairs }) => ({
      ...walkFacts(walk),
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
