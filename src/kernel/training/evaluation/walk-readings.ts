import { sides, type GaitEvent } from '../../../shared/results';
import { functionalPhases, outputsOf, type LabelTarget } from '../../../shared/training';
import type { TrueEvent } from '../../gait/agreement/compare-truth';
import type { Dataset, DatasetWalk } from '../data/dataset';
import { unknown } from './classification';
import { contactOfEvents } from './contact-of-events';
import { decode } from './decode';
import { stateClasses, statesOf, type FrameLabels } from './frame-labels';

/** What one source says of a walk. */
export interface Reading extends FrameLabels {
  readonly events: readonly GaitEvent[];
}

/** Phases of stance, which come first. */
const stancePhases = functionalPhases.indexOf('initial_swing');
/** Frames that are read at once, so that a long walk is never held with all its features. */
const framesAtOnce = 4096;

const labelled = (contact: FrameLabels['contact'], phases: FrameLabels['phases'] = null): FrameLabels => ({
  contact,
  states: statesOf(contact),
  phases,
});

const nothing = (frames: number): Int8Array => new Int8Array(frames).fill(unknown);

/** 1 and 0 as they are, what is not a number as `unknown`. */
const known = (contact: Float32Array): Int8Array =>
  Int8Array.from(contact, (value) => (Number.isNaN(value) ? unknown : value >= 0.5 ? 1 : 0));

function contactFromEvents(
  events: readonly TrueEvent[],
  { frames, startS }: DatasetWalk,
  rateHz: number,
): FrameLabels['contact'] {
  const contact = (side: (typeof sides)[number]) =>
    known(contactOfEvents(events, side, frames, (frame) => startS + frame / rateHz));
  return { left: contact('left'), right: contact('right') };
}

/** The labels of a walk as they were learnt; of strikes and offs, the contact that they bound. */
export function trueLabels(dataset: Dataset, walk: DatasetWalk): FrameLabels {
  const { target, groups, rateHz } = dataset.description;
  const labels = Array.from({ length: groups }, () => nothing(walk.frames));
  for (let from = 0; from < walk.frames; from += framesAtOnce) {
    const count = Math.min(framesAtOnce, walk.frames - from);
    const { targets, weights } = dataset.read(walk, from, count);
    for (const [group, own] of labels.entries()) {
      for (let frame = 0; frame < count; frame++) {
        const at = frame * groups + group;
        if (weights[at]! > 0) own[from + frame] = Math.round(targets[at]!);
      }
    }
  }
  const [left, right] = [labels[0]!, labels[1]!];
  switch (target) {
    case 'contact':
      return labelled({ left, right });
    case 'phases': {
      const contact = (phases: Int8Array): Int8Array =>
        phases.map((phase) => (phase === unknown ? unknown : phase < stancePhases ? 1 : 0));
      return labelled({ left: contact(left), right: contact(right) }, { left, right });
    }
    case 'events': {
      const contact = contactFromEvents(walk.events, walk, rateHz);
      const seen = (side: 0 | 1, frame: number): boolean =>
        labels[2 * side]![frame] !== unknown && labels[2 * side + 1]![frame] !== unknown;
      return labelled({
        left: contact.left.map((value, frame) => (seen(0, frame) ? value : unknown)),
        right: contact.right.map((value, frame) => (seen(1, frame) ? value : unknown)),
      });
    }
  }
}

/** What a network says of a walk: its likeliest class frame by frame, and the events that are decoded from all frames. */
export function networkReading(
  probabilities: Float32Array,
  target: LabelTarget,
  walk: DatasetWalk,
  rateHz: number,
): Reading {
  const { events, contact } = decode(probabilities, target, { startS: walk.startS, rateHz });
  const phases = target === 'phases' ? likeliest(probabilities, walk.frames) : null;
  return { ...labelled({ left: known(contact.left), right: known(contact.right) }, phases), events };
}

function likeliest(probabilities: Float32Array, frames: number): FrameLabels['phases'] {
  const { groups, classes } = outputsOf.phases;
  const ofGroup = (group: number): Int8Array =>
    Int8Array.from({ length: frames }, (_, frame) => {
      const from = (frame * groups + group) * classes;
      const own = probabilities.subarray(from, from + classes);
      return own.reduce((best, value, phase) => (value > own[best]! ? phase : best), 0);
    });
  return { left: ofGroup(0), right: ofGroup(1) };
}

/** What the rule of detect-events says of a walk; of phases it says nothing. */
export const ruleReading = (walk: DatasetWalk, rateHz: number): Reading => ({
  ...labelled(contactFromEvents(walk.ruleEvents, walk, rateHz)),
  events: walk.ruleEvents,
});

/** How often each class is in some walks: what the majority of them is taken from. */
export interface ClassCounts {
  readonly contact: readonly [left: readonly number[], right: readonly number[]];
  readonly states: readonly number[];
  readonly phases: readonly number[];
}

export function classCountsOf(walks: readonly FrameLabels[]): ClassCounts {
  const counted = (classes: number, series: readonly Int8Array[]): number[] => {
    const counts = new Array<number>(classes).fill(0);
    for (const labels of series) for (const label of labels) if (label !== unknown) counts[label]! += 1;
    return counts;
  };
  return {
    contact: [
      counted(
        2,
        walks.map(({ contact }) => contact.left),
      ),
      counted(
        2,
        walks.map(({ contact }) => contact.right),
      ),
    ],
    states: counted(
      stateClasses.length,
      walks.map(({ states }) => states),
    ),
    phases: counted(
      functionalPhases.length,
      walks.flatMap(({ phases }) => (phases === null ? [] : [phases.left, phases.right])),
    ),
  };
}

/** What says of every frame what is commonest in the training walks. It knows no events. */
export function majorityReading(counts: ClassCounts, { frames }: DatasetWalk, target: LabelTarget): Reading {
  const always = (own: readonly number[]): Int8Array =>
    new Int8Array(frames).fill(own.indexOf(Math.max(...own)));
  return {
    contact: { left: always(counts.contact[0]), right: always(counts.contact[1]) },
    states: always(counts.states),
    phases: target === 'phases' ? { left: always(counts.phases), right: always(counts.phases) } : null,
    events: [],
  };
}
