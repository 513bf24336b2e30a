import { contactLabels } from '../../../shared/cross-validation';
import type { Side } from '../../../shared/results';
import { functionalPhases, supportStates } from '../../../shared/training';
import { addedUp, countsOf, unknown, type Counts } from './classification';

/** What is said of each frame of a walk, as numbers of classes; `unknown` where nothing is. */
export interface FrameLabels {
  /** 1 where the foot is on the floor. */
  readonly contact: Readonly<Record<Side, Int8Array>>;
  /** In `stateClasses`. */
  readonly states: Int8Array;
  /** In `functionalPhases`; null where they are not spoken of. */
  readonly phases: Readonly<Record<Side, Int8Array>> | null;
}

/** Neither foot is on the floor: running, or a label that is wrong. */
export const flight = 'flight';
export const stateClasses = [...supportStates, flight] as const;

const state = (name: (typeof stateClasses)[number]): number => stateClasses.indexOf(name);

/**
 * Exclusive states from the contact of both feet. A double support belongs to the foot that came down before it or, at
 * the start of what is seen, to the one that stays down after it.
 */
export function statesOf({ left, right }: FrameLabels['contact']): Int8Array {
  const states = left.map((onLeft, frame) => {
    const onRight = right[frame]!;
    if (onLeft === unknown || onRight === unknown) return unknown;
    if (onLeft === 1 && onRight === 1) return unknown;
    return state(onLeft === 1 ? 'single_support_left' : onRight === 1 ? 'single_support_right' : flight);
  });
  for (let from = 0; from < states.length; from++) {
    if (!(left[from] === 1 && right[from] === 1)) continue;
    let to = from;
    while (left[to] === 1 && right[to] === 1) to++;
    const stood = states[from - 1];
    const stands = states[to];
    const cameLast: Side | null =
      stood === state('single_support_right')
        ? 'left'
        : stood === state('single_support_left')
          ? 'right'
          : stands === state('single_support_left')
            ? 'left'
            : stands === state('single_support_right')
              ? 'right'
              : null;
    if (cameLast !== null) states.fill(state(`double_support_after_${cameLast}`), from, to);
    from = to;
  }
  return states;
}

/** Two series element by element, and what their classes are called where they are put together with others. */
function* beside(
  truth: Int8Array,
  stated: Int8Array,
  named: (label: number) => number = (label) => label,
): Generator<readonly [truth: number, stated: number]> {
  const name = (label: number): number => (label === unknown ? unknown : named(label));
  for (const [frame, label] of truth.entries()) yield [name(label), name(stated[frame]!)];
}

/** The guide's four labels: stance and swing of the left, then of the right foot. */
export const contactCounts = (truth: FrameLabels, stated: FrameLabels): Counts =>
  addedUp([
    countsOf(
      contactLabels,
      beside(truth.contact.left, stated.contact.left, (onFloor) => 1 - onFloor),
    ),
    countsOf(
      contactLabels,
      beside(truth.contact.right, stated.contact.right, (onFloor) => 3 - onFloor),
    ),
  ]);

export const stateCounts = (truth: FrameLabels, stated: FrameLabels): Counts =>
  countsOf(stateClasses, beside(truth.states, stated.states));

/** Phases of both legs; null where one of the two does not speak of them. */
export function phaseCounts(truth: FrameLabels, stated: FrameLabels): Counts | null {
  const [real, said] = [truth.phases, stated.phases];
  if (real === null || said === null) return null;
  return addedUp([
    countsOf(functionalPhases, beside(real.left, said.left)),
    countsOf(functionalPhases, beside(real.right, said.right)),
  ]);
}
