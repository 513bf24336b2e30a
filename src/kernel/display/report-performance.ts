import type { ResourceSample, RunRecord } from '../../shared/run-record';
import { markup, type Markup } from './markup';
import { counted, duration } from './numbers';
import { memoryChart, stageChart } from './performance-charts';
import { thinSamples } from './thin';
import type { Advice, ReportInput } from './report-input';
import { chart } from './report-walk';

const maxSamples = 600;

/** What the study cost: time by stage, memory against the limit, settings, machine, and what could be better. */
export async function performanceSection({ performance, records }: ReportInput): Promise<Markup> {
  const seconds = records.reduce((sum, record) => sum + record.seconds, 0);
  const frames = records.flatMap(({ walks }) => walks).reduce((sum, walk) => sum + freshFrames(walk), 0);
  const peakMb = Math.max(0, ...records.map(({ memory }) => memory.peakRssMb));
  const limitMb = Math.max(0, ...records.map(({ memory }) => memory.limitMb));
  const videoSeconds = records.reduce((sum, { stages }) => sum + (stages['video_processing'] ?? 0), 0);
  const stored = records.flatMap(({ walks }) => walks).every(({ fromStore }) => fromStore);
  const tiles: [label: string, value: string, unit: string][] = [
    ['Profile', performance.performance_mode, ''],
    ['Time', duration(seconds), ''],
    ['Peak memory', String(Math.round(peakMb)), `of ${Math.round(limitMb)} MB`],
    ...(frames > 0 && videoSeconds > 0
      ? [['Pose', (frames / videoSeconds).toFixed(1), 'frames/s'] as [string, string, string]]
      : []),
  ];
  return markup`<section><h2>Performance</h2>
<dl class="tiles">${tiles.map(([label, value, unit]) => markup`<div><dt>${label}</dt><dd>${value} <small>${unit}</small></dd></div>`)}</dl>
${stored && markup`<p>Everything came from the store, computed earlier from the same input with the same settings.</p>`}
${await timeCharts(records, limitMb)}
${stepTable(records)}
${advice(performance.optimization_recommendations)}
${settingsTable(records)}
${machine(records)}</section>`;
}

const freshFrames = ({ fromStore, frames = 0 }: RunRecord['walks'][number]): number =>
  fromStore ? 0 : frames;

/** Charts, where there was work long enough to be watched. */
async function timeCharts(records: readonly RunRecord[], limitMb: number): Promise<Markup> {
  const stages: Record<string, number> = {};
  for (const record of records) {
    for (const [stage, spent] of Object.entries(record.stages)) stages[stage] = (stages[stage] ?? 0) + spent;
  }
  const longest = Math.max(0, ...Object.values(stages));
  const samples = thinSamples(joined(records), maxSamples);
  const byStage =
    longest >= 0.1 &&
    (await chart(
      'Seconds by stage',
      markup`Time by stage. Stages of videos that run side by side are added up, so their sum may exceed the time that passed.`,
      stageChart(stages),
    ));
  const byTime =
    samples.length > 1 &&
    (await chart(
      'Memory and CPU over time',
      markup`Resident memory of all processes together against the limit, and their CPU: 100 % is one core in full use.`,
      memoryChart(samples, limitMb),
    ));
  return markup`${byStage}${byTime}`;
}

/** The samples of all steps on one clock, in the order of the steps; pauses between steps are left out. */
function joined(records: readonly RunRecord[]): ResourceSample[] {
  let beforeS = 0;
  return records.flatMap((record) => {
    const offsetS = beforeS;
    beforeS += Math.max(record.seconds, record.series.at(-1)?.timeS ?? 0);
    return record.series.map((sample) => ({ ...sample, timeS: offsetS + sample.timeS }));
  });
}

function stepTable(records: readonly RunRecord[]): Markup {
  return markup`<div class="wide"><table><caption>The steps that led here.</caption>
<thead><tr><th scope="col">Step</th><th scope="col">Time</th><th scope="col">Peak memory</th><th scope="col">Workers</th><th scope="col" class="words">Held to that by</th><th scope="col">From the store</th><th scope="col" class="words">Outcome</th></tr></thead>
<tbody>${records.map(
    ({ step, seconds, memory, plan, walks, outcome, error }) =>
      markup`<tr><th scope="row">${step}</th><td>${duration(seconds)}</td><td>${Math.round(memory.peakRssMb)} MB</td><td>${plan?.workers ?? '–'}</td><td class="words">${plan?.boundBy ?? '–'}</td><td>${walks.filter(({ fromStore }) => fromStore).length} of ${walks.length}</td><td class="words">${outcome}${error && `: ${error}`}</td></tr>`,
  )}</tbody></table></div>${runNotes(records)}`;
}

/** How settings were met where the library has no switch, frames that were lost, and the like; each once. */
function runNotes(records: readonly RunRecord[]): Markup | null {
  const notes = [...new Set(records.flatMap(({ walks }) => walks.flatMap((walk) => walk.notes)))];
  if (notes.length === 0) return null;
  const shown = notes.slice(0, 20);
  return markup`<h3>How it was done</h3><ul>${shown.map((note) => markup`<li>${note}</li>`)}${
    notes.length > shown.length &&
    markup`<li>… and ${counted(notes.length - shown.length, 'more note')} in the run records.</li>`
  }</ul>`;
}

function advice(pieces: readonly Advice[]): Markup {
  if (pieces.length === 0) {
    return markup`<h3>Advice</h3><p>None: no figure of this run calls for other settings.</p>`;
  }
  return markup`<h3>Advice</h3><ul>${pieces.map((piece) => markup`<li>${piece.text}</li>`)}</ul>`;
}

function settingsTable(records: readonly RunRecord[]): Markup {
  const chosen = new Map<string, { key: string; value: string; source: string }>();
  for (const { settings, sources } of records.map((record) => record.settings)) {
    for (const [key, source] of Object.entries(sources)) {
      const value = JSON.stringify(valueAt(settings, key));
      if (source !== 'default') chosen.set(`${key}=${value}`, { key, value, source });
    }
  }
  if (chosen.size === 0) return markup`<h3>Settings</h3><p>All settings were at their defaults.</p>`;
  return markup`<h3>Settings</h3><div class="wide"><table><caption>Settings that are not at their defaults, and who set them.</caption>
<thead><tr><th scope="col">Setting</th><th scope="col" class="words">Value</th><th scope="col" class="words">Set by</th></tr></thead>
<tbody>${[...chosen.values()].map(
    ({ key, value, source }) =>
      markup`<tr><td><code>${key}</code></td><td class="words"><code>${value}</code></td><td class="words">${source}</td></tr>`,
  )}</tbody></table></div>`;
}

function valueAt(settings: object, dottedKey: string): unknown {
  return dottedKey
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      settings,
    );
}

function machine(records: readonly RunRecord[]): Markup | null {
  const last = records.at(-1);
  if (!last) return null;
  const { platform, cpu, cores, memoryMb, node } = last.machine;
  const engines = Object.entries(Object.assign({}, ...records.map((record) => record.engines)) as object);
  return markup`<h3>Machine and versions</h3><p>${cpu}, ${counted(cores, 'core')}, ${Math.round(memoryMb)} MB of memory; ${platform}; Node ${node.replace(/^v/, '')}.</p>
${engines.length > 0 && markup`<ul>${engines.map(([name, version]) => markup`<li>${name}: <code>${String(version)}</code></li>`)}</ul>`}`;
}
