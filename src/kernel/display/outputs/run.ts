import { outputFormat, outputTypes, type CellOutput, type RunOutput } from '../../../shared/cell-output';
import { againstPrediction } from '../../../shared/interval-words';
import { counted, duration } from '../../../shared/numbers';
import type { ResourceSample, RunRecord } from '../../../shared/run-record';
import { memoryWords } from '../../../shared/run-words';
import { mapTexts, withoutFolders, type KnownPaths } from '../../../shared/known-folders';
import { figuresOf } from '../../performance/figures';
import { recommend } from '../../performance/recommendations';
import { thin } from '../../performance/series';
import { digestOf } from '../../result-digest';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';
import { runSvg } from './run-picture';

const mostSamples = 300;
/** Walks of a record that stand in a notebook with their remarks. */
const mostWalks = 500;

/** What a run cost and what would make it better; also of one that failed or was stopped. */
export function runOutput(
  run: Pick<FinishedRun, 'recordId' | 'step' | 'inputs' | 'read' | 'record' | 'results'>,
  known: KnownPaths,
): CellOutput {
  const { recordId, step, inputs, read, record, results } = run;
  const figures = figuresOf([record]);
  const shown = shownRecord(record, known);
  const made = results && digestOf(results);
  const payload: RunOutput = {
    kind: 'run',
    format: outputFormat,
    recordId,
    record: shown,
    fromStore: isFromStore(record),
    recommendations: figures ? mapTexts(adviceOf(figures), (text) => withoutFolders(text, known)) : [],
    ran: { step, inputs, read, ...(made !== null && { made }) },
  };
  const slot = 'run';
  const text = { 'text/plain': runText(payload) };
  return fitting([
    { slot, data: { ...text, 'image/svg+xml': runSvg(shown), [outputTypes.run]: payload } },
    { slot, data: text },
  ]);
}

/** Advice that a cell can follow. That all came from the store the output says by itself. */
const adviceOf = (figures: Parameters<typeof recommend>[0]) =>
  recommend(figures).filter(({ id }) => id !== 'all-from-store');

/** Whether nothing was computed. */
export const isFromStore = ({ outcome, walks }: Pick<RunRecord, 'outcome' | 'walks'>): boolean =>
  outcome === 'done' && walks.length > 0 && walks.every(({ fromStore }) => fromStore);

function shownRecord(record: RunRecord, known: KnownPaths): RunRecord {
  const { walks, series, ...rest } = record;
  const ffmpegPath = record.settings.settings.ffmpeg_path;
  const named = ffmpegPath === null ? known : { ...known, files: [...known.files, ffmpegPath] };
  return {
    ...mapTexts({ ...rest, walks: walks.slice(0, mostWalks) }, (text) => withoutFolders(text, named)),
    series: thin(series, mostSamples).map(roundedSample),
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const roundedSample = ({ timeS, rssMb, vmsMb, cpuPercent, processes }: ResourceSample): ResourceSample => ({
  timeS: rounded(timeS, 3),
  rssMb: rounded(rssMb, 1),
  vmsMb: vmsMb === null ? null : rounded(vmsMb, 0),
  cpuPercent: rounded(cpuPercent, 0),
  processes,
});

const outcomes: Record<RunRecord['outcome'], string> = {
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
  'memory-limit': 'stopped at its memory limit',
};

function runText({ record, fromStore, recommendations }: RunOutput): string {
  const { step, name, outcome, seconds, walks, memory, plan, stages, error, notes = [] } = record;
  const facts = [
    `${outcomes[outcome]} in ${duration(seconds)}${fromStore ? ', everything from the store' : ''}`,
    walks.length > 0 && counted(walks.length, 'walk'),
    memory.peakRssMb > 0 && `at most ${memoryWords(memory)}`,
    plan && `${counted(plan.workers, 'worker')} (bound by ${plan.boundBy})`,
  ];
  const longest = Object.entries(stages)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([stage, stageS]) => `${stage.replaceAll('_', ' ')} ${duration(stageS)}`);
  return [
    `${step}${name === step ? '' : ` as ${name}`}: ${facts.filter(Boolean).join('; ')}.`,
    ...(error === undefined ? [] : [error]),
    ...notes,
    ...predictionLine(record),
    ...(longest.length === 0 ? [] : [`Time by stage: ${longest.join(', ')}.`]),
    ...recommendations.map(({ text }) => `Advice: ${text}`),
  ].join('\n');
}

/** What was foretold beside what it took; of a run that was stopped there is nothing to compare. */
const predictionLine = ({ prediction, outcome, seconds, memory }: RunRecord): string[] =>
  prediction && outcome === 'done'
    ? [
        `${capitalised(
          againstPrediction(
            { seconds: prediction.seconds, peakMb: prediction.peakRssMb },
            { seconds, peakMb: memory.peakRssMb },
          ),
        )}.`,
      ]
    : [];

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
