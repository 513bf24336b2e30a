// Plots of the validation, as Vega-Lite specs in the project's own style.
const panel = { width: 250, height: 200 };
const title = ({ kernel }, text) => ({ text, fontWeight: 'normal', color: kernel.ink });
const sideColour = ({ kernel }) => ({
  field: 'side',
  type: 'nominal',
  scale: { domain: ['left', 'right'], range: [kernel.sideColours.left, kernel.sideColours.right] },
  legend: { title: null, orient: 'top', direction: 'horizontal' },
});

/** Panels side by side. */
export const panels = ({ kernel }, concat) => ({
  $schema: kernel.chartSchema,
  config: kernel.chartConfig,
  columns: 3,
  spacing: 24,
  concat,
});

/** How many errors fall into each bin; `values` are `{ error, side }`. */
export const histogram = (context, name, values, xTitle, step) => ({
  ...panel,
  title: title(context, name),
  data: { values },
  mark: 'bar',
  encoding: {
    x: { field: 'error', type: 'quantitative', bin: { step }, title: xTitle },
    y: { aggregate: 'count', type: 'quantitative', title: 'Events' },
    color: sideColour(context),
  },
});

/** Measured over true, with the line on which both are equal; `values` are `{ truth, measured, side }`. */
export function scatter(context, name, values, unit) {
  const all = values.flatMap(({ truth, measured }) => [truth, measured]);
  const domain = [Math.floor(Math.min(...all)) - 1, Math.ceil(Math.max(...all)) + 1];
  const axis = (field, axisTitle) => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false },
    axis: { tickCount: 6 },
    title: `${axisTitle} (${unit})`,
  });
  return {
    ...panel,
    title: title(context, name),
    layer: [
      {
        data: { values: domain.map((at) => ({ truth: at, measured: at })) },
        mark: { type: 'line', color: context.kernel.muted, strokeDash: [5, 4] },
        encoding: { x: axis('truth', 'True'), y: axis('measured', 'Measured') },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 40, opacity: 0.75 },
        encoding: {
          x: axis('truth', 'True'),
          y: axis('measured', 'Measured'),
          color: sideColour(context),
          shape: { field: 'side', type: 'nominal', legend: null },
        },
      },
    ],
  };
}

/** Error over the true value with bias and limits of agreement; `values` are `{ truth, error, side }`. */
export const blandAltman = (context, name, values, { bias, limits }, unit) => ({
  ...panel,
  title: title(context, name),
  layer: [
    {
      data: { values: [{ at: bias, dash: [1, 0] }, ...(limits ?? []).map((at) => ({ at, dash: [5, 4] }))] },
      mark: { type: 'rule', color: context.kernel.muted },
      encoding: {
        y: { field: 'at', type: 'quantitative' },
        strokeDash: { field: 'dash', type: 'nominal', scale: null, legend: null },
      },
    },
    {
      data: { values },
      mark: { type: 'point', filled: true, size: 26, opacity: 0.6 },
      encoding: {
        x: {
          field: 'truth',
          type: 'quantitative',
          scale: { zero: false },
          axis: { tickCount: 5 },
          title: `True (${unit})`,
        },
        y: { field: 'error', type: 'quantitative', title: `Measured − true (${unit})` },
        color: sideColour(context),
        shape: { field: 'side', type: 'nominal', legend: null },
      },
    },
  ],
});
