import type { EpochRecord } from '../../shared/training';
import { niceTicks, type PlotArea, type Tick } from '../run/plot-shapes';

/** How a fold trained, or how far it has come. */
export interface Curve {
  readonly fold: number;
  readonly records: readonly EpochRecord[];
  /** The epoch whose weights were kept, once that is known. */
  readonly bestEpoch?: number;
}

export type Quantity = 'loss' | 'score';

/** A line of one fold: of the windows that train it, or of those that were kept aside. */
export interface CurveLine {
  readonly fold: number;
  readonly series: 'training' | 'kept aside';
  readonly path: string;
}

interface Place {
  readonly fold: number;
  readonly x: number;
  readonly y: number;
}

export interface CurveShapes {
  readonly lines: readonly CurveLine[];
  /** Where weights were kept. */
  readonly dots: readonly Place[];
  /** Where the number of each fold stands, apart from one another. */
  readonly labels: readonly Place[];
  readonly epochs: readonly (Tick & { readonly x: number })[];
  readonly levels: readonly (Tick & { readonly y: number })[];
}

/** As long as few epochs are over, the plot begins with so many. */
const leastEpochs = 5;
const mostEpochTicks = 8;
const mostLevels = 5;
const labelHeightPx = 12;
const labelWidthPx = 16;
/** With more folds than these their numbers would only cover the lines. */
const mostLabels = 10;
/** Where a label may go, the nearest place first. */
const shiftsPx = Array.from(
  { length: 80 },
  (_, index) => (index % 2 === 0 ? -1 : 1) * 3 * Math.ceil(index / 2),
);

/** Where everything of one quantity stands in its area. */
export function curveShapes(curves: readonly Curve[], quantity: Quantity, area: PlotArea): CurveShapes {
  const series = curves.flatMap((curve) => seriesOf(curve, quantity));
  const values = series.flatMap(({ points }) => points.map(({ value }) => value));
  const lastEpoch = curves.reduce((most, { records }) => Math.max(most, records.at(-1)?.epoch ?? 0), 0);
  const end = Math.max(leastEpochs, lastEpoch);
  const [low, high] = range(values, quantity);
  const xOf = (epoch: number): number => area.leftPx + (area.widthPx * epoch) / end;
  const yOf = (value: number): number => area.topPx + (area.heightPx * (high - value)) / (high - low);
  const judged = series.filter(({ isJudged }) => isJudged);
  const ends = judged.flatMap(({ fold, points }) => {
    const last = points.at(-1);
    return last ? [{ fold, x: xOf(last.epoch), y: yOf(last.value) }] : [];
  });
  return {
    lines: series.map(({ fold, name, points }) => ({
      fold,
      series: name,
      path: points
        .map(
          ({ epoch, value }, i) =>
            `${i === 0 ? 'M' : 'L'}${xOf(epoch).toFixed(1)} ${yOf(value).toFixed(1)}${
              // One epoch alone would be no line, and not be seen.
              points.length === 1 ? 'h3' : ''
            }`,
        )
        .join(''),
    })),
    dots: judged.flatMap(({ fold, points, bestEpoch }) =>
      points
        .filter(({ epoch }) => epoch === bestEpoch)
        .map(({ epoch, value }) => ({ fold, x: xOf(epoch), y: yOf(value) })),
    ),
    labels: curves.length > mostLabels ? [] : apart(ends, area),
    epochs: niceTicks(end, mostEpochTicks)
      .filter(({ value }) => Number.isInteger(value))
      .map((tick) => ({ ...tick, x: xOf(tick.value) })),
    levels: niceTicks(high - low, mostLevels).map(({ value }) => ({
      value: low + value,
      text: String(Number((low + value).toPrecision(6))),
      y: yOf(low + value),
    })),
  };
}

interface Series {
  readonly fold: number;
  readonly name: CurveLine['series'];
  /** Whether it is the one that tells which epoch is best. */
  readonly isJudged: boolean;
  readonly bestEpoch: number | undefined;
  readonly points: readonly { readonly epoch: number; readonly value: number }[];
}

function seriesOf({ fold, records, bestEpoch }: Curve, quantity: Quantity): Series[] {
  const keptAside = records.flatMap(({ epoch, validationLoss }) =>
    validationLoss === null ? [] : [{ epoch, value: validationLoss }],
  );
  const hasKeptAside = keptAside.length > 0;
  const one = (name: CurveLine['series'], isJudged: boolean, points: Series['points']): Series => ({
    fold,
    name,
    isJudged,
    bestEpoch,
    points,
  });
  if (quantity === 'score') {
    const scores = records.map(({ epoch, score }) => ({ epoch, value: score }));
    return [one(hasKeptAside ? 'kept aside' : 'training', true, scores)];
  }
  const losses = records.map(({ epoch, loss }) => ({ epoch, value: loss }));
  return [
    one('training', !hasKeptAside, losses),
    ...(hasKeptAside ? [one('kept aside', true, keptAside)] : []),
  ];
}

/** A loss from 0 on; a score up to 1, from the tenth below the least one. */
function range(values: readonly number[], quantity: Quantity): readonly [low: number, high: number] {
  if (quantity === 'loss') return [0, 1.05 * values.reduce((most, value) => Math.max(most, value), 0.1)];
  const least = values.reduce((low, value) => Math.min(low, value), 0.9);
  return [Math.max(0, Math.floor(10 * least) / 10), 1];
}

/** Labels moved up or down as far as they must be, so that each can be read; none leaves the plot where there is room. */
function apart(places: readonly Place[], { topPx, heightPx }: PlotArea): Place[] {
  const placed: Place[] = [];
  for (const place of places) {
    const isFree = (y: number): boolean =>
      y >= topPx &&
      y <= topPx + heightPx &&
      placed.every(
        (other) => Math.abs(other.x - place.x) >= labelWidthPx || Math.abs(other.y - y) >= labelHeightPx,
      );
    const y = shiftsPx.map((shiftPx) => place.y + shiftPx).find(isFree) ?? place.y;
    placed.push({ ...place, y });
  }
  return placed;
}

/** What the plot says, for whoever does not see it. */
export function curveWords(curves: readonly Curve[]): string {
  const shown = curves.filter(({ records }) => records.length > 0);
  if (shown.length === 0) return 'Loss and score by epoch: no epoch is over yet.';
  const folds = shown.map(({ fold, records, bestEpoch }) => {
    const { epoch, loss, validationLoss, score } =
      records.find((record) => record.epoch === bestEpoch) ?? records.at(-1)!;
    return (
      `fold ${fold}: ${bestEpoch === undefined ? '' : 'best '}epoch ${epoch}, loss ${loss.toFixed(3)}` +
      `${validationLoss === null ? '' : `, of what was kept aside ${validationLoss.toFixed(3)}`}, score ${score.toFixed(3)}`
    );
  });
  return `Loss and score by epoch. ${folds.join('; ')}.`;
}
