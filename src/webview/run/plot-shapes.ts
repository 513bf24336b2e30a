import type { LiveSample } from '../../shared/renderer-messages';
import { duration } from '../../shared/progress-line';

/** Where a plot stands, in px. */
export interface PlotArea {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Seconds between two ticks that people can read. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/** Ticks of a time axis from 0 on: full seconds, minutes or hours. */
export function timeTicks(endS: number, most: number): Tick[] {
  const stepS = timeSteps.find((step) => endS / step <= most) ?? endS / most;
  return multiples(stepS, endS).map((value) => ({ value, text: timeText(value) }));
}

/** "30 s", "1.5 min", "2 h": short enough for an axis. */
function timeText(seconds: number): string {
  const [unitS, unit] = seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'min'] : [3600, 'h'];
  return `${Number((seconds / unitS).toFixed(2))} ${unit}`;
}

/** Ticks of an axis from 0 on, at 1, 2 or 5 times a power of ten. */
export function niceTicks(end: number, most: number): Tick[] {
  if (end <= 0) return [{ value: 0, text: '0' }];
  const power = 10 ** Math.floor(Math.log10(end / most));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => end / each <= most)!;
  return multiples(step, end).map((value) => ({ value, text: String(Number(value.toPrecision(6))) }));
}

const multiples = (step: number, end: number): number[] =>
  Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);

/** Seconds that a bar of unknown length takes from one end to the other. */
const wayS = 3;

/** Where something is that goes from 0 to 1 and back, over and over. */
export const toAndFro = (timeS: number): number => 1 - Math.abs(((timeS / wayS) % 2) - 1);

/** The line through some samples. */
export function linePath(
  samples: readonly LiveSample[],
  valueOf: (sample: LiveSample) => number,
  { endS, top }: { readonly endS: number; readonly top: number },
  area: PlotArea,
): string {
  return samples
    .map((sample, i) => {
      const x = area.leftPx + (area.widthPx * sample.timeS) / endS;
      const y = area.topPx + area.heightPx * (1 - valueOf(sample) / top);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** The line closed along the ground. */
export function areaPath(line: string, samples: readonly LiveSample[], endS: number, area: PlotArea): string {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) return '';
  const groundY = (area.topPx + area.heightPx).toFixed(1);
  const xOf = ({ timeS }: LiveSample): string => (area.leftPx + (area.widthPx * timeS) / endS).toFixed(1);
  return `${line}L${xOf(last)} ${groundY}L${xOf(first)} ${groundY}Z`;
}

/** What the plot says, for whoever does not see it. */
export function plotWords(samples: readonly LiveSample[], limitMb: number | null): string {
  const last = samples.at(-1);
  if (!last) return 'Memory and CPU over time: nothing measured yet.';
  const peak = samples.reduce((best, sample) => (sample.rssMb > best.rssMb ? sample : best), last);
  const meanCpu = samples.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0) / samples.length;
  const limit = limitMb === null ? '' : ` of ${Math.round(limitMb)} MB allowed`;
  return (
    `Memory and CPU over ${duration(last.timeS)}: at most ${Math.round(peak.rssMb)} MB${limit}, ` +
    `after ${duration(peak.timeS)}; ${Math.round(meanCpu)} % of one core on average.`
  );
}
