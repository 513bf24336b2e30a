import { figureSentence } from '../../shared/advice-figure';
import type { PerformanceReport, Recommendation } from '../../shared/performance-report';
import { markup, type Markup } from './markup';
import { againstPrediction, mbBetween } from '../../shared/interval-words';
import { counted, duration, missing } from '../../shared/numbers';
import { isInRange, limitRanges } from '../../shared/charts/memory-limits';
import { memoryChart, stageChart, type MemorySample } from '../../shared/charts/performance-charts';
import { chartFigure } from './figure';
import { renderSvg } from './svg';
import { wideTable } from './wide-table';

const mostNotes = 20;
/** In less than a second nothing was done that is worth a picture: everything came from the store. */
const leastChartedS = 1;

/** What the study cost: time by stage, memory against the limit, advice, settings and machine. */
export async function performanceSection(report: PerformanceReport): Promise<Markup> {
  const { memory_usage: memory, timing_metrics: timing, steps } = report;
  const speed = steps.find(({ frames_per_second }) => frames_per_second !== null)?.frames_per_second;
  const tiles: [label: string, value: string, unit: string][] = [
    ['Profile', report.performance_mode, ''],
    ['Time', duration(timing.total), ''],
    [
      isHighestPeak(report) ? 'Peak memory' : 'Peak memory nearest to its limit',
      isTold(memory) ? String(Math.round(memory.peak_rss_mb)) : missing,
      isTold(memory) ? `of ${Math.round(memory.limit_mb)} MB` : '',
    ],
    ['Pose', speed?.toFixed(1) ?? missing, speed === undefined ? 'from the store' : 'frames/s'],
  ];
  return markup`<section><h2>Performance</h2>
<dl class="tiles">${tiles.map(([label, value, unit]) => markup`<div><dt>${label}</dt><dd>${value} <small>${unit}</small></dd></div>`)}</dl>
${await charts(report)}
${stepTable(steps)}
${predictionList(steps)}
${adviceList(report.optimization_recommendations)}
${notesList(steps)}
${settingsTable(report.settings)}
${machineAndVersions(report)}</section>`;
}

async function charts({ timing_metrics, series, steps }: PerformanceReport): Promise<Markup> {
  const { total, ...timed } = timing_metrics;
  const stages = Object.fromEntries(Object.entries(timed).map(([stage, seconds]) => [stage, seconds ?? 0]));
  const byStage =
    total >= leastChartedS &&
    (await chartFigure(
      'Seconds by stage',
      markup`Time by stage, of ${duration(total)} in all. A stage that several videos are in at once counts once.`,
      stageChart(stages),
      renderSvg,
    ));
  const byTime =
    total >= leastChartedS &&
    series.length > 1 &&
    (await chartFigure(
      'Memory and CPU over time',
      markup`Resident memory of all processes together against ${limitWords(steps)}, and their CPU, of which 100 % is one core in full use. Pauses between steps are left out.`,
      memoryChart(withoutPauses(series, steps)),
      renderSvg,
    ));
  return markup`${byStage}${byTime}`;
}

interface PeakOfLimit {
  readonly peak_rss_mb: number;
  readonly limit_mb: number;
}

/** Not every system tells how much memory its processes take. */
const isTold = ({ peak_rss_mb }: PeakOfLimit): boolean => peak_rss_mb > 0;

/** Whether the peak that came nearest to its limit is the highest of all steps as well. */
const isHighestPeak = ({ memory_usage, steps }: PerformanceReport): boolean =>
  steps.every(({ peak_rss_mb }) => peak_rss_mb <= memory_usage.peak_rss_mb);

/** "at most 412 of 1024 MB"; null where the system did not tell. */
export function peakWords(report: PerformanceReport): string | null {
  const { memory_usage: memory } = report;
  const which = isHighestPeak(report) ? 'at most' : 'memory nearest to its limit';
  return isTold(memory) ? `${which} ${peakOfLimit(memory)} MB` : null;
}

/** "412 of 1024"; a dash where the system did not tell. */
export const peakOfLimit = (memory: PeakOfLimit): string =>
  isTold(memory) ? `${Math.round(memory.peak_rss_mb)} of ${Math.round(memory.limit_mb)}` : missing;

/** "the limit", or which of the steps was held to which. */
function limitWords(steps: PerformanceReport['steps']): string {
  const ranges = limitRanges(steps.map(({ limit_mb }) => limit_mb));
  const [only] = ranges;
  if (ranges.length === 1 && only)
    return only.low === only.high ? 'the limit' : `the limit of each step, ${mbBetween(only)}`;
  const each = ranges.map((range) => {
    const own = steps.filter(({ limit_mb }) => isInRange(limit_mb, range)).map(({ step }) => step);
    return `${mbBetween(range)} for ${[...new Set(own)].join(', ')}`;
  });
  return `the limit of each step: ${each.join('; ')}`;
}

/** In a notebook hours may lie between two steps. */
function withoutPauses(
  series: PerformanceReport['series'],
  steps: PerformanceReport['steps'],
): MemorySample[] {
  let leftOutS = series[0]?.time_s ?? 0;
  return series.map((sample, index) => {
    const before = series[index - 1];
    if (before && before.step_index !== sample.step_index) leftOutS += sample.time_s - before.time_s;
    return {
      timeS: sample.time_s - leftOutS,
      rssMb: sample.rss_mb,
      cpuPercent: sample.cpu_percent,
      limitMb: steps[sample.step_index]!.limit_mb,
    };
  });
}

function stepTable(steps: PerformanceReport['steps']): Markup {
  const rows = steps.map(
    (step) =>
      markup`<tr><th scope="row" class="pair">${step.step}</th><td class="pair">${duration(step.seconds)}</td><td class="pair">${peakOfLimit(step)}</td><td>${step.from_store} of ${step.walks}</td><td>${step.frames_per_second?.toFixed(1) ?? missing}</td><td>${step.workers ?? missing}</td><td class="words">${step.bound_by ?? missing}</td><td class="words">${step.outcome}</td></tr>`,
  );
  return wideTable(
    'The steps that led here. Memory is the peak of all processes together, of what they were allowed. A walk from the store was computed earlier, from the same input with the same settings.',
    markup`<thead><tr><th scope="col">Step</th><th scope="col">Time</th><th scope="col">Memory (MB)</th><th scope="col">Walks from the store</th><th scope="col">Frames/s</th><th scope="col">Workers</th><th scope="col" class="words">Number held down by</th><th scope="col" class="words">Outcome</th></tr></thead>
<tbody>${rows}</tbody>`,
  );
}

/** What was predicted from a benchmark, beside what it took. */
function predictionList(steps: PerformanceReport['steps']): Markup | null {
  const told = steps.flatMap(({ name, seconds, prediction, peak_rss_mb: peakMb }) =>
    prediction
      ? [
          {
            name,
            words: againstPrediction(
              { seconds: prediction.seconds, peakMb: prediction.peak_rss_mb },
              { seconds, peakMb },
            ),
          },
        ]
      : [],
  );
  if (told.length === 0) return null;
  return markup`<h3>Predicted and taken</h3><ul>${told.map(({ name, words }) => markup`<li>${name}: ${words}</li>`)}</ul>`;
}

function adviceList(advice: readonly Recommendation[]): Markup {
  if (advice.length === 0) {
    return markup`<h3>Advice</h3><p>None: no figure of this run calls for other settings.</p>`;
  }
  const items = advice.map(({ text, effect, figure, settings }) => {
    const change = Object.keys(settings).length > 0 && JSON.stringify(settings, null, 1).replace(/\s+/g, ' ');
    return markup`<li><strong>${text}</strong> ${effect}<br><span class="quiet">${figureSentence(figure)}</span>${
      change && markup`<br>Settings: <code>${change}</code>`
    }</li>`;
  });
  return markup`<h3>Advice</h3><ul class="advice">${items}</ul>`;
}

/** How settings were met where the library has no switch, frames that were lost, errors; each once. */
function notesList(steps: PerformanceReport['steps']): Markup | null {
  const walksByNote = new Map<string, Set<string>>();
  for (const [walk, notes] of steps.flatMap((step) => Object.entries(step.notes))) {
    for (const note of notes) walksByNote.set(note, (walksByNote.get(note) ?? new Set()).add(walk));
  }
  if (walksByNote.size === 0) return null;
  const shown = [...walksByNote].slice(0, mostNotes);
  const items = shown.map(([note, walks]) => {
    const whose = walks.size > 3 ? counted(walks.size, 'walk') : [...walks].join(', ');
    return markup`<li>${note} <span class="quiet">(${whose})</span></li>`;
  });
  const rest = walksByNote.size - shown.length;
  return markup`<h3>How it was done</h3><ul>${items}${
    rest > 0 && markup`<li>… and ${counted(rest, 'more note')} in performance_report.json.</li>`
  }</ul>`;
}

function settingsTable({ values, sources }: PerformanceReport['settings']): Markup {
  const chosen = Object.entries(sources).filter(([, source]) => source !== 'default');
  if (chosen.length === 0) return markup`<h3>Settings</h3><p>All settings were at their defaults.</p>`;
  const rows = chosen.map(
    ([key, source]) =>
      markup`<tr><td><code>${key}</code></td><td class="words"><code>${JSON.stringify(valueAt(values, key))}</code></td><td class="words">${source}</td></tr>`,
  );
  return markup`<h3>Settings</h3>${wideTable(
    'Settings that are not at their defaults, and who set them.',
    markup`<thead><tr><th scope="col">Setting</th><th scope="col" class="words">Value</th><th scope="col" class="words">Set by</th></tr></thead>
<tbody>${rows}</tbody>`,
  )}`;
}

function valueAt(settings: object, dottedKey: string): unknown {
  return dottedKey
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      settings,
    );
}

function machineAndVersions({ machine, engines }: PerformanceReport): Markup {
  const { cpu, cores, memory_mb: memoryMb, platform, node } = machine;
  return markup`<h3>Machine and versions</h3><p>${cpu}, ${counted(cores, 'core')}, ${Math.round(memoryMb)} MB of memory; ${platform}; Node ${node.replace(/^v/, '')}.</p>
<ul>${Object.entries(engines).map(([name, version]) => markup`<li>${name}: <code>${version}</code></li>`)}</ul>`;
}
