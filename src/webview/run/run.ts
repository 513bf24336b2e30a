import type { RunOutput } from '../../shared/cell-output';
import { leastShownS, stageChart } from '../../shared/charts/performance-charts';
import { counted, duration } from '../../shared/numbers';
import { drawChart } from '../chart';
import { element } from '../element';
import type { Draw, Drawing, OutputHost } from '../host';
import { wideTable } from '../wide-table';
import { adviceList, saveProfileButton } from './advice';
import { resourcePlot } from './resource-plot';
import { settingRows } from './settings-rows';
import {
  errorsNotSaid,
  hasFailed,
  namesOf,
  notesOf,
  outcomeWords,
  summaryParts,
  type WalkNote,
} from './summary';

const mostNotes = 20;
/** One at either end of a run show no course. */
const leastSamples = 3;
/** Of a chart's width, axis labels and margins. */
const besidesPx = 60;

/** What a run cost, and what would make it better. */
export const drawRun: Draw<RunOutput> = (output, host) => {
  const { record } = output;
  // What came from the store took no time and no memory that would be worth a picture.
  const parts: Drawing[] = output.fromStore ? [] : pictures(output, host);
  const notes = notesOf(record);
  const content = element(
    'div',
    { class: 'run' },
    summary(output),
    ...errorsNotSaid(record).map((error) =>
      element('p', { class: 'alarm' }, withNames(error, record.walks.length)),
    ),
    parts.length > 0 && element('div', { class: 'pictures' }, ...parts.map((part) => part.element)),
    adviceList(output, host) ?? (parts.length > 0 && noAdvice()),
    element(
      'div',
      { class: 'folded' },
      notes.length > 0 &&
        folded(`How it was done: ${counted(notes.length, 'note')}`, noteList(notes, record.walks.length)),
      folded('Settings, and who set them', settingsTable(output, host)),
      folded('Machine and versions', machineAndVersions(output)),
    ),
  );
  return {
    element: content,
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
};

function summary(output: RunOutput): HTMLElement {
  const { record } = output;
  // Why a run did not come to its end is said by the cell's error, which stands above this.
  return element(
    'p',
    { class: 'summary' },
    element('strong', { class: isAlarming(record) ? 'alarm' : undefined }, outcomeWords(output)),
    element('span', {}, `${record.step} → `, element('code', {}, record.name)),
    ...summaryParts(output).map(({ label, value, more }) =>
      element(
        'span',
        { class: 'fact' },
        element('span', { class: 'quiet' }, `${label} `),
        element('span', { class: 'figures' }, value),
        more !== undefined && element('span', { class: 'quiet' }, ` (${more})`),
      ),
    ),
  );
}

/** A run that its user stopped did as it was told. */
const isAlarming = (record: RunOutput['record']): boolean =>
  record.outcome !== 'cancelled' && hasFailed(record);

/** Time by stage and memory over time, side by side where there is room. */
function pictures({ record }: RunOutput, host: OutputHost): Drawing[] {
  const stages = Object.entries(record.stages).filter(([, seconds]) => seconds >= leastShownS);
  const words = stages
    .map(([stage, seconds]) => `${stage.replaceAll('_', ' ')} ${duration(seconds)}`)
    .join(', ');
  return [
    ...(record.series.length >= leastSamples
      ? [
          inFigure(
            'Memory and CPU of all processes together; 100 % is one core in full use',
            resourcePlot({ samples: record.series, limitMb: record.memory.limitMb }),
          ),
        ]
      : []),
    ...(stages.length > 0
      ? [
          inFigure(
            'Time by stage; a stage that several videos are in at once counts once',
            drawChart(
              {
                spec: (widthPx, { colours: theme }) =>
                  stageChart(record.stages, { widthPx: widthPx - besidesPx, theme }),
                label: `Time by stage: ${words}.`,
                heightPx: 40 + 26 * stages.length,
              },
              host,
            ),
          ),
        ]
      : []),
  ];
}

const noAdvice = (): HTMLElement =>
  element('p', { class: 'quiet' }, 'No advice: no figure of this run calls for other settings.');

const inFigure = (caption: string, drawing: Drawing): Drawing => ({
  element: element('figure', {}, drawing.element, element('figcaption', { class: 'quiet' }, caption)),
  dispose: () => {
    drawing.dispose();
  },
});

const folded = (title: string, content: HTMLElement): HTMLElement =>
  element('details', {}, element('summary', {}, title), content);

const withNames = ({ text, walks }: WalkNote, allWalks: number): string =>
  allWalks > 1 && walks.length > 0 ? `${namesOf(walks)}: ${text}` : text;

function noteList(notes: readonly WalkNote[], allWalks: number): HTMLElement {
  const rest = notes.length - mostNotes;
  return element(
    'ul',
    {},
    ...notes.slice(0, mostNotes).map((note) => element('li', {}, withNames(note, allWalks))),
    rest > 0 && element('li', { class: 'quiet' }, `… and ${counted(rest, 'more note')} in the run’s record.`),
  );
}

function settingsTable(output: RunOutput, host: OutputHost): HTMLElement {
  const { record } = output;
  return element(
    'div',
    {},
    saveProfileButton(output, host),
    wideTable(
      { label: 'Settings' },
      element('thead', {}, headRow(['Setting', 'Value', 'Set by'])),
      element(
        'tbody',
        {},
        ...settingRows(record.settings).map(({ key, value, source }) =>
          element(
            'tr',
            { class: source === 'default' ? 'quiet' : undefined },
            element('th', { scope: 'row' }, element('code', {}, key)),
            element('td', {}, element('code', {}, value)),
            element('td', {}, source),
          ),
        ),
      ),
    ),
  );
}

const headRow = (titles: readonly string[]): HTMLElement =>
  element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));

function machineAndVersions({ record: { machine, engines } }: RunOutput): HTMLElement {
  const { cpu, cores, memoryMb, platform, node } = machine;
  return element(
    'ul',
    {},
    element(
      'li',
      {},
      `${cpu}, ${counted(cores, 'core')}, ${Math.round(memoryMb)} MB of memory; ${platform}; Node ${node.replace(/^v/, '')}`,
    ),
    ...Object.entries(engines).map(([name, version]) =>
      element('li', {}, `${name}: `, element('code', {}, version)),
    ),
  );
}
