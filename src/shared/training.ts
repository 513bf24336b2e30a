import type { NetworkDescription } from './network';
import type { EventKind, Side } from './results';

/** What a classifier learns of each frame. */
export const labelTargets = ['contact', 'phases', 'events'] as const;
export type LabelTarget = (typeof labelTargets)[number];

/** The seven functional phases of one side (Perry and Burnfield 2010), in their order. */
export const functionalPhases = [
  'loading_response',
  'mid_stance',
  'terminal_stance',
  'pre_swing',
  'initial_swing',
  'mid_swing',
  'terminal_swing',
] as const;
export type FunctionalPhase = (typeof functionalPhases)[number];

/** The four exclusive states of a walker; both feet off the floor is running, and none of them. */
export const supportStates = [
  'double_support_after_left',
  'single_support_left',
  'double_support_after_right',
  'single_support_right',
] as const;
export type SupportState = (typeof supportStates)[number];

/** Where the labels of a walk come from. Found events are the rule's own: a network judged by them repeats it. */
export type LabelSource = 'table' | 'file' | 'truth' | 'stored' | 'corrected' | 'found';

/** How an output vector of the network is to be read. */
export const outputsOf: Readonly<Record<LabelTarget, Pick<NetworkDescription, 'groups' | 'classes'>>> = {
  /** Left and right foot on the floor. */
  contact: { groups: 2, classes: 1 },
  /** Left and right leg, seven phases each. */
  phases: { groups: 2, classes: functionalPhases.length },
  /** Left strike, left off, right strike, right off. */
  events: { groups: 4, classes: 1 },
};

/** The four kinds of events in the order of the target `events`. */
export const eventOutputs: readonly { readonly side: Side; readonly event: EventKind }[] = [
  { side: 'left', event: 'heel_strike' },
  { side: 'left', event: 'toe_off' },
  { side: 'right', event: 'heel_strike' },
  { side: 'right', event: 'toe_off' },
];

/** One epoch of one fold, as it is told and kept. */
export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  /** Null where no groups were kept aside. */
  readonly validationLoss: number | null;
  /** Share of the judged labels that are right, on what was kept aside (or, without it, on the training windows). */
  readonly score: number;
  readonly learningRate: number;
  readonly seconds: number;
}

/** How training stands: what a watcher draws. Curves hold all epochs so far, thinned to what a screen shows. */
export interface TrainingProgress {
  readonly folds: number;
  readonly epochs: number;
  readonly curves: readonly {
    /** From 1. */
    readonly fold: number;
    readonly state: 'waiting' | 'training' | 'done' | 'from store';
    readonly records: readonly EpochRecord[];
  }[];
}
