import type { EventKind, Statistic } from './results';
import type { LabelSource, LabelTarget } from './training';

/** What is judged: the network, always the commonest class, and the rule of detect-events. */
export const judgedSources = ['network', 'majority', 'rule'] as const;
export type JudgedSource = (typeof judgedSources)[number];

/** The guide's four labels: one of each foot holds in every frame. */
export const contactLabels = ['stance_left', 'swing_left', 'stance_right', 'swing_right'] as const;
export type ContactLabel = (typeof contactLabels)[number];

/** How one class was told from the others. Shares are null where nothing was, or was to be, told as it. */
export interface ClassScore {
  readonly name: string;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Labels that truly are of the class. */
  readonly support: number;
}

/** Labels set against what was stated for them, frame by frame. */
export interface Classification {
  /** Labels that were judged. */
  readonly labels: number;
  /** Share of them that is right; a label for which nothing was stated is not. Null where there are none. */
  readonly accuracy: number | null;
  readonly perClass: readonly ClassScore[];
  /** Mean of the classes' F1, each counted once; a class that is never right has 0. */
  readonly macroF1: number | null;
  /** Labels by true class (rows) and stated class (columns), in the order of `perClass`. */
  readonly confusion: readonly (readonly number[])[];
  /** Labels by true class for which nothing was stated, or none of these. */
  readonly unstated: readonly number[];
}

/** True changes from one class to another, and how many of them were told within two frames. */
export interface TransitionScore {
  readonly transitions: number;
  readonly found: number;
  /** Null where there are no changes. */
  readonly accuracy: number | null;
}

/** How many events were found, missed and invented within a tolerance. */
export interface DetectionScore {
  /** As it was asked for: frames of the data set, or milliseconds. */
  readonly unit: 'frames' | 'ms';
  readonly tolerance: number;
  readonly found: number;
  readonly missed: number;
  readonly invented: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface EventScore {
  readonly event: EventKind | 'all';
  readonly detection: readonly DetectionScore[];
  /** Stated − true, of all events that are the same within 150 ms. Null where there are too few. */
  readonly timing: {
    readonly events: number;
    readonly biasMs: number | null;
    readonly sdMs: number | null;
    readonly meanAbsoluteMs: number | null;
  };
}

/** Everything that one source is judged by, on one set of walks. */
export interface Scores {
  /** Contact of each foot, as the guide's four labels: accuracy is over both feet. */
  readonly contact: Classification;
  /** The four exclusive states, and neither foot on the floor where that occurs. */
  readonly states: Classification;
  /** The seven functional phases of both legs; null where they are not what was learnt. */
  readonly phases: Classification | null;
  /** Between the exclusive states. */
  readonly stateTransitions: TransitionScore;
  /** Between the functional phases of either leg. */
  readonly phaseTransitions: TransitionScore | null;
  readonly events: readonly EventScore[];
}

export type ScoresOf = Readonly<Record<JudgedSource, Scores>>;

export interface FoldScores {
  /** From 1. */
  readonly fold: number;
  readonly trainingWalks: number;
  readonly validationWalks: number;
  readonly testWalks: readonly string[];
  readonly scores: ScoresOf;
}

/** One walk, judged by the network of the fold in which it was held out. */
export interface HeldOutWalk {
  readonly walk: string;
  readonly subject: string | null;
  readonly fold: number;
  readonly labelSource: LabelSource;
  readonly frames: number;
  readonly scores: ScoresOf;
}

/** What a cross-validation came to. */
export interface CrossValidation {
  readonly target: LabelTarget;
  readonly rateHz: number;
  /** Subjects, or videos, that folds were grouped by. */
  readonly groups: number;
  readonly folds: readonly FoldScores[];
  readonly walks: readonly HeldOutWalk[];
  /** Each figure as mean and SD over the folds, by its name. */
  readonly overFolds: Readonly<Record<JudgedSource, Readonly<Record<string, Statistic>>>>;
  /** All held-out walks taken together, each of them once. */
  readonly pooled: ScoresOf;
  /** What a reader must know to read the figures right. */
  readonly notes: readonly string[];
}

/** Detection at so many frames or milliseconds, of one kind of event or of all. */
export const detectionAt = (
  { events }: Pick<Scores, 'events'>,
  event: EventScore['event'],
  unit: DetectionScore['unit'],
  tolerance: number,
): DetectionScore | undefined =>
  events
    .find((score) => score.event === event)
    ?.detection.find((one) => one.unit === unit && one.tolerance === tolerance);

/** The figures of a set of scores by name, as files and tables state them: shares from 0 to 1, times in ms. */
export function figuresOf(scores: Scores): Record<string, number | null> {
  const classified = (name: string, { accuracy, macroF1, perClass }: Classification) => [
    [`${name}_accuracy`, accuracy],
    [`${name}_macro_f1`, macroF1],
    ...perClass.flatMap((one) => [
      [`${one.name}_precision`, one.precision],
      [`${one.name}_recall`, one.recall],
      [`${one.name}_f1`, one.f1],
    ]),
  ];
  const events = scores.events.flatMap(({ event, detection, timing }) => {
    const name = event === 'all' ? 'event' : event;
    return [
      ...detection.flatMap(({ unit, tolerance, precision, recall, f1 }) => {
        const at = `${tolerance}_${unit === 'frames' && tolerance === 1 ? 'frame' : unit}`;
        return [
          [`${name}_precision_${at}`, precision],
          [`${name}_recall_${at}`, recall],
          [`${name}_f1_${at}`, f1],
        ];
      }),
      [`${name}_bias_ms`, timing.biasMs],
      [`${name}_sd_ms`, timing.sdMs],
      [`${name}_mean_absolute_ms`, timing.meanAbsoluteMs],
    ];
  });
  return Object.fromEntries([
    ...classified('contact', scores.contact),
    ...classified('state', scores.states),
    ...(scores.phases === null ? [] : classified('phase', scores.phases)),
    ['state_transition_accuracy', scores.stateTransitions.accuracy],
    ...(scores.phaseTransitions === null
      ? []
      : [['phase_transition_accuracy', scores.phaseTransitions.accuracy]]),
    ...events,
  ]) as Record<string, number | null>; // names and figures, by construction
}
