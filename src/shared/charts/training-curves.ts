import type { TopLevelSpec } from 'vega-lite';
import type { TrainingProgress } from '../training';
import type { FoldCurve } from '../training-bundle';
import { chartConfig, chartSchema, lightTheme, reportWidthPx, type ChartLook } from './chart-theme';

/** Okabe and Ito's colours but yellow, which is lost on white: told apart with any common colour vision. */
const foldColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#7f7f7f'];
const panelsApartPx = 76;

/** Curves of folds that are trained, or still train: those have no best epoch yet. */
type Curves = readonly (FoldCurve | TrainingProgress['curves'][number])[];
type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

const seriesNames = ['training', 'kept aside'] as const;
const dashes: Record<(typeof seriesNames)[number], number[]> = { training: [4, 3], 'kept aside': [1, 0] };

/**
 * Loss and score by epoch, one line a fold: dashed on the windows that train, solid on those kept aside; a dot marks the
 * epoch whose weights were kept. More folds than there are colours are drawn alike.
 */
export function trainingCurvesChart(
  curves: Curves,
  { widthPx = reportWidthPx, theme = lightTheme }: ChartLook = {},
): TopLevelSpec {
  const hasKeptAside = curves.some(({ records }) =>
    records.some(({ validationLoss }) => validationLoss !== null),
  );
  const rows = curves.flatMap((curve) =>
    curve.records.flatMap(({ epoch, loss, validationLoss, score }) => {
      const isBest = 'bestEpoch' in curve && epoch === curve.bestEpoch;
      const row = { fold: String(curve.fold), epoch, isBest };
      const scored = hasKeptAside ? seriesNames[1] : seriesNames[0];
      return [
        { ...row, of: 'loss', series: seriesNames[0], value: loss, isBest: isBest && !hasKeptAside },
        ...(validationLoss === null
          ? []
          : [{ ...row, of: 'loss', series: seriesNames[1], value: validationLoss }]),
        { ...row, of: 'score', series: scored, value: score },
      ];
    }),
  );
  const names = curves.map(({ fold }) => String(fold));
  const isTold = names.length > 1 && names.length <= foldColours.length;
  const [only] = foldColours;
  const color = isTold
    ? {
        field: 'fold',
        type: 'nominal' as const,
        scale: { domain: names, range: foldColours.slice(0, names.length) },
        legend: { title: 'Fold', orient: 'top' as const, direction: 'horizontal' as const },
      }
    : { value: only };
  const opacity = names.length > foldColours.length ? 0.4 : 0.9;
  const panel = (of: 'loss' | 'score', title: string): Panel => {
    const x = { field: 'epoch', type: 'quantitative' as const, title: 'Epoch', axis: { tickMinStep: 1 } };
    const y = { field: 'value', type: 'quantitative' as const, title, scale: { zero: false } };
    const own = rows.filter((row) => row.of === of);
    return {
      width: (widthPx - panelsApartPx) / 2,
      height: 200,
      layer: [
        {
          data: { values: own },
          mark: { type: 'line', strokeWidth: 1.6, opacity },
          encoding: {
            x,
            y,
            color,
            detail: { field: 'fold', type: 'nominal' },
            strokeDash: {
              field: 'series',
              type: 'nominal',
              scale: { domain: [...seriesNames], range: seriesNames.map((name) => dashes[name]) },
              legend: {
                title: null,
                orient: 'top',
                direction: 'horizontal',
                symbolType: 'stroke',
                symbolSize: 900,
                symbolStrokeWidth: 2,
              },
            },
          },
        },
        {
          data: { values: own.filter(({ isBest }) => isBest) },
          mark: { type: 'point', filled: true, size: 44, opacity: 1 },
          encoding: { x, y, color },
        },
      ],
    };
  };
  return {
    $schema: chartSchema,
    config: chartConfig(theme),
    hconcat: [panel('loss', 'Loss (nats)'), panel('score', 'Labels that are right')],
  };
}
