import { cycleChart, normativeSources } from '../../shared/charts/cycle-chart';
import type { GaitBundle } from '../../shared/display';
import { jointNames } from '../../shared/results';
import { drawChart } from '../chart';
import { element } from '../element';
import type { Drawing, OutputHost } from '../host';
import { cyclesText } from './cycles-text';

/** Axes, titles, and the ends of labels that stand out beside their panels. */
const axesPx = 120;
/** A row of panels with its axis and title; by how many columns a chart is put together, its width decides. */
const rowPx = 262;
const usualColumns = 3;

/** The normalised cycle of each joint: mean ± SD, left against right, before what healthy adults show. */
export function createMeanCycles(bundle: GaitBundle, walkId: string, host: OutputHost): Drawing {
  const { meanCurves } = bundle;
  if (meanCurves.length === 0) {
    return { element: element('p', { class: 'quiet' }, noCycleText(bundle)), dispose: () => undefined };
  }
  const joints = jointNames.filter((joint) => meanCurves.some((curve) => curve.joint === joint)).length;
  const chart = drawChart(
    {
      label: `Mean joint angles of ${walkId} over the gait cycle, left against right. Cycles: ${cyclesText(meanCurves)}.`,
      heightPx: Math.ceil(joints / usualColumns) * rowPx + 30,
      spec: (widthPx, { colours }) => {
        const spec = cycleChart(bundle, { widthPx: widthPx - axesPx, theme: colours });
        return { ...spec, config: { ...spec.config, axisX: { ...spec.config?.axisX, tickCount: 5 } } };
      },
    },
    host,
  );
  return {
    element: element(
      'figure',
      {},
      chart.element,
      element('figcaption', { class: 'quiet' }, captionOf(bundle)),
    ),
    dispose: () => {
      chart.dispose();
    },
  };
}

function captionOf(bundle: GaitBundle): string {
  const { meanCurves } = bundle;
  const single = meanCurves.some(({ cycles }) => cycles === 1)
    ? ' Where it is one, its own curve is drawn: it is no mean.'
    : '';
  const norms =
    normativeSources(bundle).length > 0
      ? ' Grey: healthy adults, mean ± SD; where the conventions call the ankle absolute, compare its shape and not its height.'
      : '';
  return (
    `Mean ± one standard deviation. Cycles, left / right: ${cyclesText(meanCurves)}.${single} ` +
    `Dotted lines: mean toe-off of each side.${norms}`
  );
}

const noCycleText = ({ totals }: GaitBundle): string =>
  `There is no mean cycle: ${totals.keptCycles === 0 ? 'no cycle was kept' : 'no joint was seen through a whole cycle'}.`;
