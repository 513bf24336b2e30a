import { baselineName, type StudyPrediction } from '../../../shared/benchmark';
import { mbBetween, secondsBetween } from '../../../shared/interval-words';
import { measuredCosts } from '../../../shared/memory-plan';
import { counted } from '../../../shared/numbers';
import type { Recommendation } from '../../../shared/performance-report';
import type { MachineInfo } from '../../../shared/run-record';
import type { Settings } from '../../../shared/settings';
import { fitsMachine, mb, roundedLimitMb } from '../rule';
import { poseWorkOf, sameEventsMs, type Choice, type Measured, type MeasuredProfile } from './choose-profile';
import { whyChosen } from './why-chosen';

/** What a benchmark's advice follows from beside its results. */
export interface BenchmarkContext {
  readonly limitMb: number;
  readonly machine: Pick<MachineInfo, 'memoryMb' | 'cores'>;
  /** Settings of the step that measured. */
  readonly current: Settings;
}

/** What the rules look at. */
export interface View extends BenchmarkContext {
  readonly results: Measured;
  readonly choice: Choice | null;
}

export type Advice = Omit<Recommendation, 'id'>;

/** A limit leaves so much above the peak that was measured: videos of a study differ. */
export const roomAbovePeak = 1.25;
/** The same above the upper end of what is foretold, which has room of its own. */
const roomAbovePrediction = 1.1;
/**
 * A notebook's kernel goes on with what its charts have left, where each run of a benchmark begins afresh. About half of
 * that is used again.
 */
const heldByKernelMb = (measuredCosts.kernelAtEndMb - measuredCosts.kernelMb) / 2;
/** What is foretold of the study, by profile. */
export const studyPredictions = (results: Measured): readonly StudyPrediction[] => {
  const work = poseWorkOf(results);
  return results.predictions.filter((study) => study.work === work && study.contender !== baselineName);
};

export const predictionOf = (name: string, results: Measured): StudyPrediction | undefined =>
  studyPredictions(results).find(({ contender }) => contender === name);

/** Whether the study fits in the limit with a profile, and in the deadline where there is one. */
export function isPossible(
  { name, peakMb }: MeasuredProfile,
  results: Measured,
  { limitMb, current }: BenchmarkContext,
): boolean {
  const study = predictionOf(name, results);
  if (!study) return peakMb === null || peakMb <= limitMb;
  return study.fits && (current.deadline_s === null || study.seconds.high <= current.deadline_s);
}

/** The limit that a profile's peak calls for, in this study; null where it is not known, or the machine has not as much. */
function suitedLimitMb({ name, peakMb }: MeasuredProfile, { results, machine }: View): number | null {
  const study = predictionOf(name, results);
  const planned = results.runs.filter(
    ({ contender, work, repeat }) => contender === name && work === poseWorkOf(results) && repeat > 0,
  );
  // A plan is not made smaller than it reckons, whatever was measured; more workers take more.
  const plannedMb = planned.map(({ expected_mb: expected, workers }) =>
    expected === null ? 0 : expected * Math.max(1, (study?.workers ?? 1) / Math.max(1, workers ?? 1)),
  );
  if (peakMb === null) return null;
  const neededMb =
    heldByKernelMb +
    Math.max(
      roomAbovePeak * peakMb,
      roomAbovePrediction * (study?.peak_rss_mb?.high ?? 0),
      roomAbovePrediction * Math.max(0, ...plannedMb),
    );
  const limitMb = roundedLimitMb(neededMb);
  return fitsMachine(limitMb, { machine }) ? limitMb : null;
}

/** The profile to take, why, and the limit that suits it. */
export function decision(view: View, choice: Choice): Advice {
  const { chosen } = choice;
  const { results } = view;
  const limitMb = suitedLimitMb(chosen, view);
  const study = predictionOf(chosen.name, results);
  return {
    text: `Take the profile ${chosen.name}: ${whyChosen(choice, results)}.`,
    figure: figureOf(choice, view),
    settings: { performance_mode: chosen.name, ...(limitMb !== null && { max_memory_mb: limitMb }) },
    effect: [
      study &&
        `The study of ${counted(study.walks, 'walk')} takes about ${secondsBetween(study.seconds)}${study.peak_rss_mb ? ` and ${mbBetween(study.peak_rss_mb)}` : ''}.`,
      limitMb !== null && `A limit of ${mb(limitMb)} leaves room above what was measured.`,
      !study && limitMb === null && `About ${chosen.perSecond.toFixed(0)} frames/s, as measured.`,
    ]
      .filter((part) => typeof part === 'string')
      .join(' '),
  };
}

/** How far the events are off; of what the others were set against, how far they are from it. Else how fast it is. */
function figureOf({ chosen, best, quicker }: Choice, { results }: View): Advice['figure'] {
  const isReference = chosen.beside === chosen.name;
  const eventsMs = (isReference ? quicker?.profile : chosen)?.errors?.eventsMs ?? null;
  if (eventsMs === null)
    return {
      name: 'frames_per_second',
      value: chosen.perSecond,
      threshold: results.video.fps,
      unit: 'frames/s',
    };
  return {
    name: chosen.beside === null ? 'events_error_ms' : 'events_difference_ms',
    value: eventsMs,
    threshold: (best.errors?.eventsMs ?? 0) + sameEventsMs,
    unit: 'ms',
  };
}
