import type { RunOutput } from '../../shared/cell-output';
import { counted, duration } from '../../shared/numbers';
import { mbBetween, secondsBetween } from '../../shared/interval-words';
import { memoryPart } from '../../shared/progress-line';
import { failedPart } from '../../shared/run-outcome';
import type { RunPrediction, RunRecord, WalkRecord } from '../../shared/run-record';
import type { StepName } from '../../shared/steps';

export interface SummaryPart {
  readonly label: string;
  readonly value: string;
  /** Said more quietly after the value. */
  readonly more?: string;
}

/** How a run ended, in a word or two. */
export function outcomeWords({ record, fromStore }: Pick<RunOutput, 'record' | 'fromStore'>): string {
  switch (record.outcome) {
    case 'done':
      return doneWords(record, fromStore);
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Stopped';
    case 'memory-limit':
      return 'Stopped by the memory limit';
  }
}

function doneWords(record: RunRecord, fromStore: boolean): string {
  const { failed, of, noun, isAll } = failedPart(record);
  const part = `${failed} of ${counted(of, noun)}`;
  if (isAll) return `Failed: ${part}`;
  if (failed > 0) return `Done, ${part} failed`;
  return fromStore ? 'From the store' : 'Done';
}

/** Whether nothing came of a run, by its own fault or that of all its walks or profiles. */
export const hasFailed = (record: Pick<RunRecord, 'outcome' | 'walks' | 'benchmark'>): boolean =>
  record.outcome !== 'done' || failedPart(record).isAll;

/** What a run cost, in a line of figures. */
export function summaryParts({ record, fromStore }: Pick<RunOutput, 'record' | 'fromStore'>): SummaryPart[] {
  const { walks, plan, memory, stages, prediction } = record;
  const stored = walks.filter((walk) => walk.fromStore).length;
  const computed = walks.filter((walk) => !walk.fromStore && walk.error === undefined);
  const frames = computed.reduce((sum, walk) => sum + (walk.frames ?? 0), 0);
  const videoS = stages['video_processing'] ?? 0;
  return [
    {
      label: 'Time',
      value: duration(record.seconds),
      ...(fromStore ? { more: 'nothing was computed' } : {}),
    },
    ...(walks.length > 1
      ? [{ label: 'Walks', value: String(walks.length), ...storedWords(stored, walks.length) }]
      : []),
    ...(memory.peakRssMb > 0
      ? [
          {
            label: 'Peak memory',
            value: memoryPart({ rssMb: memory.peakRssMb, limitMb: memory.limitMb }),
          },
        ]
      : []),
    ...(frames > 0 && videoS > 0
      ? [{ label: 'Pose', value: `${(frames / videoS).toFixed(1)} frames/s`, more: counted(frames, 'frame') }]
      : []),
    ...(prediction && record.outcome === 'done' ? predictedParts(prediction) : []),
    ...(plan && !fromStore
      ? [{ label: 'Workers', value: String(plan.workers), more: `held down by ${plan.boundBy}` }]
      : []),
  ];
}

/** Time and memory as they were foretold, beside what they came to. */
const predictedParts = ({ seconds, peakRssMb }: RunPrediction): SummaryPart[] => [
  {
    label: 'Predicted',
    value: secondsBetween(seconds),
    ...(peakRssMb && { more: mbBetween(peakRssMb) }),
  },
];

const storedWords = (stored: number, all: number): { more: string } | object =>
  stored === 0 ? {} : { more: stored === all ? 'all from the store' : `${stored} from the store` };

/** A remark about some walks of a run. */
export interface WalkNote {
  readonly text: string;
  /** None where it is a remark about the run as a whole. */
  readonly walks: readonly string[];
}

/** Remarks by their words, each once: how the profile was chosen, how settings were met, frames lost. */
export const notesOf = ({ walks, notes = [] }: Pick<RunRecord, 'walks' | 'notes'>): WalkNote[] => [
  ...notes.map((text) => ({ text, walks: [] })),
  ...byText(walks, (walk) => walk.notes),
];

/** What went wrong, each once. */
export const errorsOf = ({ walks }: Pick<RunRecord, 'walks'>): WalkNote[] =>
  byText(walks, ({ error }) => (error === undefined ? [] : [error]));

/** Steps whose own outputs say which walks failed, and why. */
const tellOfTheirWalks: ReadonlySet<string> = new Set<StepName>([
  'load-video',
  'load-landmarks',
  'make-phantom',
  'extract-pose',
  'detect-events',
  'edit-events',
  'predict-phases',
]);

/** What went wrong and is not said by the cell's other outputs: its error, and those that show its walks. */
export const errorsNotSaid = (record: Pick<RunRecord, 'walks' | 'step' | 'outcome' | 'error'>): WalkNote[] =>
  record.outcome === 'done' && tellOfTheirWalks.has(record.step)
    ? []
    : errorsOf(record).filter(({ text }) => text !== record.error);

function byText(walks: readonly WalkRecord[], textsOf: (walk: WalkRecord) => readonly string[]): WalkNote[] {
  const known = new Map<string, Set<string>>();
  for (const walk of walks) {
    for (const text of textsOf(walk)) known.set(text, (known.get(text) ?? new Set()).add(walk.id));
  }
  return [...known].map(([text, ids]) => ({ text, walks: [...ids] }));
}

/** "walk-1, walk-2", or how many where they are many. */
export const namesOf = (walks: readonly string[]): string =>
  walks.length > 3 ? counted(walks.length, 'walk') : walks.join(', ');
