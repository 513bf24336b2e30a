import type { Scores, TransitionScore } from '../../../shared/cross-validation';
import type { EventTrial } from '../../gait/agreement/event-agreement';
import type { DatasetWalk } from '../data/dataset';
import { addedUp, classificationOf, type Counts } from './classification';
import { eventScores, eventTrials } from './event-scores';
import { contactCounts, flight, phaseCounts, stateCounts, type FrameLabels } from './frame-labels';
import { addedTransitions, transitionScore } from './transitions';
import type { Reading } from './walk-readings';

/** What one source got right and wrong in one walk; tallies of walks can be added up. */
export interface Tally {
  readonly contact: Counts;
  readonly states: Counts;
  readonly phases: Counts | null;
  readonly stateTransitions: TransitionScore;
  readonly phaseTransitions: TransitionScore | null;
  readonly trials: readonly EventTrial[];
}

export function tallyOf(walk: DatasetWalk, truth: FrameLabels, stated: Reading, rateHz: number): Tally {
  const [real, said] = [truth.phases, stated.phases];
  return {
    contact: contactCounts(truth, stated),
    states: stateCounts(truth, stated),
    phases: phaseCounts(truth, stated),
    stateTransitions: transitionScore(truth.states, stated.states),
    phaseTransitions:
      real === null || said === null
        ? null
        : addedTransitions([transitionScore(real.left, said.left), transitionScore(real.right, said.right)]),
    trials: eventTrials(walk, stated.events, truth.contact, rateHz),
  };
}

/** The scores of walks taken together: labels and events are added up, then set against each other. */
export function scoresOf(tallies: readonly [Tally, ...Tally[]], rateHz: number): Scores {
  const counts = (key: 'contact' | 'states') =>
    addedUp(tallies.map((tally) => tally[key]) as [Counts, ...Counts[]]); // one a tally, and there is one
  const [firstPhases, ...phases] = tallies.flatMap((tally) => (tally.phases === null ? [] : [tally.phases]));
  const phaseTransitions = tallies.flatMap((tally) =>
    tally.phaseTransitions === null ? [] : [tally.phaseTransitions],
  );
  return {
    contact: classificationOf(counts('contact')),
    states: classificationOf(counts('states'), [flight]),
    phases: firstPhases === undefined ? null : classificationOf(addedUp([firstPhases, ...phases])),
    stateTransitions: addedTransitions(tallies.map(({ stateTransitions }) => stateTransitions)),
    phaseTransitions: phaseTransitions.length === 0 ? null : addedTransitions(phaseTransitions),
    events: eventScores(
      tallies.flatMap(({ trials }) => trials),
      rateHz,
    ),
  };
}
