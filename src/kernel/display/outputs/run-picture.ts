import { alarm, grid, ink, muted, paper } from '../../../shared/charts/chart-theme';
import { duration } from '../../../shared/numbers';
import type { RunRecord } from '../../../shared/run-record';
import { markup, type Markup } from '../markup';

const widthPx = 880;
const leftPx = 150;
const plotPx = 640;
const memoryPx = 120;
const barPx = 22;
const mostStages = 8;
/** Shorter stages would read as 0.00 s. */
const leastShownS = 0.005;

const rounded = (value: number): number => Math.round(value * 10) / 10;

/**
 * Memory over time against the limit, and time by stage, as a picture that stands alone. Drawn by hand: every cell has
 * one, and a cell that is answered from the store must not wait for a charting library.
 */
export function runSvg({ series, memory, seconds, stages }: RunRecord): string {
  const bars = Object.entries(stages)
    .filter(([, stageS]) => stageS >= leastShownS)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostStages);
  const topPx = memoryPx + 44;
  const heightPx = topPx + bars.length * barPx + 8;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}"><rect width="${widthPx}" height="${heightPx}" fill="${paper}"/>
${memoryPlot(series, memory, seconds)}<g transform="translate(0,${topPx})">${stageBars(bars)}</g></svg>`.text;
}

function memoryPlot(series: RunRecord['series'], memory: RunRecord['memory'], seconds: number): Markup {
  const endS = Math.max(seconds, series.at(-1)?.timeS ?? 0) || 1;
  const topMb = 1.1 * Math.max(memory.limitMb, memory.peakRssMb);
  const x = (timeS: number): number => rounded(leftPx + (plotPx * timeS) / endS);
  const y = (mb: number): number => rounded(10 + memoryPx * (1 - mb / topMb));
  const line = series.map(({ timeS, rssMb }) => `${x(timeS)},${y(rssMb)}`).join(' ');
  const [floor, limit, end] = [y(0), y(memory.limitMb), leftPx + plotPx];
  return markup`<text x="${leftPx - 10}" y="${floor}" text-anchor="end">Memory</text>
<path d="M${leftPx},${floor}H${end}" stroke="${grid}"/><path d="M${leftPx},${limit}H${end}" stroke="${alarm}" stroke-dasharray="6 3"/>
<text x="${end + 6}" y="${limit + 4}" fill="${alarm}">limit ${Math.round(memory.limitMb)} MB</text>
<polyline points="${line}" fill="none" stroke="${muted}" stroke-width="1.5"/>
<text x="${leftPx}" y="${floor + 16}">0 s</text><text x="${end}" y="${floor + 16}" text-anchor="end">${duration(endS)}${memory.peakRssMb > 0 && `, at most ${Math.round(memory.peakRssMb)} MB`}</text>`;
}

function stageBars(bars: readonly (readonly [stage: string, seconds: number])[]): Markup[] {
  const longestS = bars[0]?.[1] ?? 1;
  return bars.map(([stage, stageS], index) => {
    const lengthPx = rounded((plotPx * stageS) / longestS);
    const y = index * barPx;
    return markup`<text x="${leftPx - 10}" y="${y + 13}" text-anchor="end">${stage.replaceAll('_', ' ')}</text><rect x="${leftPx}" y="${y + 2}" width="${lengthPx}" height="14" fill="${muted}"/><text x="${leftPx + lengthPx + 6}" y="${y + 13}">${duration(stageS)}</text>`;
  });
}
