import type { TopLevelSpec } from 'vega-lite';
import { benchmarkCharts } from '../../shared/charts/benchmark-charts';
import type { ChartLook } from '../../shared/charts/chart-theme';
import { cycleChart } from '../../shared/charts/cycle-chart';
import { detectionChart } from '../../shared/charts/detection-chart';
import { jointAngleChart } from '../../shared/charts/joint-chart';
import { memoryChart, withinLimit } from '../../shared/charts/performance-charts';
import { trainingCurvesChart } from '../../shared/charts/training-curves';
import { baselinesChart, confusionChart } from '../../shared/charts/training-scores';
import type { GaitBundle } from '../../shared/display';
import type { TrainingBundle } from '../../shared/training-bundle';
import { confusionTitle } from '../../shared/training-words';
import type { DrawnPayload } from './exported-outputs';

/** A chart of a result, drawn from the figures that its payload holds. */
export interface ResultChart {
  /** Names its file, and tells it apart from the other charts of the result. */
  readonly name: string;
  /** What it is called for those who do not see it. */
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  readonly spec: TopLevelSpec;
}

/** The charts of a result, in the order in which they are read. */
export function resultCharts(payload: DrawnPayload, look: ChartLook = {}): ResultChart[] {
  switch (payload.kind) {
    case 'study':
      return [];
    case 'pose':
      return [
        {
          name: 'visibility',
          title: `Visibility of the legs of ${payload.walkId} over time`,
          caption: 'How surely the legs were seen: mean visibility of hips, knees, ankles, heels and toes.',
          spec: detectionChart(payload.bundle, look),
        },
      ];
    case 'gait':
      return gaitCharts(payload.walkId, payload.bundle, look);
    case 'training':
      return trainingCharts(payload.bundle, look);
    case 'run': {
      const { series, memory, step } = payload.record;
      return series.length < 2
        ? []
        : [
            {
              name: 'memory',
              title: `Memory and CPU of ${step} over time`,
              caption:
                'Resident memory of all processes together against the limit, and their CPU: 100 % is one core.',
              spec: memoryChart(withinLimit(series, memory.limitMb), look),
            },
          ];
    }
    case 'benchmark':
      return benchmarkCharts(payload.bundle.results).map((chart) => ({
        name: chart.name,
        // Its figures are read out as well: there may be no other place that has them.
        title: chart.words,
        caption: `${chart.title}. ${chart.caption}`,
        spec: chart.spec(look),
      }));
  }
}

function gaitCharts(walkId: string, bundle: GaitBundle, look: ChartLook): ResultChart[] {
  const angles: ResultChart = {
    name: 'joint-angles',
    title: `Joint angles of ${walkId} over time`,
    caption:
      'Joint angles over time. Bars: the foot is on the ground. Solid lines mark heel strikes, dotted lines toe-offs. ' +
      'A break in a curve is a gap that was not filled.',
    spec: jointAngleChart(bundle, look),
  };
  if (bundle.meanCurves.length === 0) return [angles];
  return [
    angles,
    {
      name: 'mean-cycle',
      title: `Mean joint angles of ${walkId} over the gait cycle, left against right`,
      caption:
        'The mean cycle ± one standard deviation. Dotted lines: mean toe-off of each side. Grey: healthy adults, where there is a source.',
      spec: cycleChart(bundle, look),
    },
  ];
}

const trainingCharts = ({ curves, figures, confusion }: TrainingBundle, look: ChartLook): ResultChart[] => [
  {
    name: 'training-curves',
    title: 'Loss and score by epoch',
    caption:
      'Loss and score by epoch, one line a fold: dashed the windows that train, solid those kept aside; dots mark the epochs whose weights were kept.',
    spec: trainingCurvesChart(curves, look),
  },
  {
    name: 'baselines',
    title: 'The network beside the baselines',
    caption:
      'The network beside the rule of detect-events and the commonest class, on the same held-out walks: mean ± SD over folds; events with bias ± SD.',
    spec: baselinesChart(figures, look),
  },
  ...confusion.map((table) => ({
    name: `confusion-${table.set}`,
    title: confusionTitle(table.set),
    caption: confusionTitle(table.set),
    spec: confusionChart(table),
  })),
];
