import { overLimitAdvice } from '../../../shared/advice-for-all-cells';
import { baselineName } from '../../../shared/benchmark';
import { secondsBetween, secondsSet } from '../../../shared/interval-words';
import { counted } from '../../../shared/numbers';
import type { Recommendation } from '../../../shared/performance-report';
import { fitsMachine, mb, roundedLimitMb } from '../rule';
import { chooseProfile, poseWorkOf, type Measured } from './choose-profile';
import {
  decision,
  isPossible,
  predictionOf,
  roomAbovePeak,
  studyPredictions,
  type Advice,
  type BenchmarkContext,
  type View,
} from './decision';

/** Advice on one thing: as many pieces as there are figures that call for it. */
interface BenchmarkRule {
  readonly id: string;
  advise(view: View): readonly Advice[];
}

/** Repeats that differ by more than this cannot tell profiles apart that differ by as much. */
export const mostSpreadPercent = 10;
/** From here on side by side pays more than what repeats differ by on a quiet machine. */
const leastGain = 1.2;
/** What was stopped at its limit came to this share of it; what came to less was refused before it began. */
const leastShareOfStopped = 0.8;
/** A network that trains so much faster is worth a second look at its folds. */
const leastTrainingGain = 1.5;

/** Every rule, the decision first. */
export const benchmarkRules: readonly BenchmarkRule[] = [
  {
    id: 'take-profile',
    advise: (view) => (view.choice ? [decision(view, view.choice)] : []),
  },
  {
    id: overLimitAdvice,
    advise: (view) => [...overLimitByStudy(view), ...overLimitWhenMeasured(view)],
  },
  {
    id: 'profile-over-deadline',
    advise: ({ results, current: { deadline_s: deadlineS } }) =>
      studyPredictions(results).flatMap(({ contender, seconds }) =>
        deadlineS !== null && seconds.high > deadlineS
          ? [
              {
                text: `${contender} would take ${secondsBetween(seconds)}, and ${secondsSet(deadlineS)} are allowed.`,
                figure: { name: 'study_seconds', value: seconds.high, threshold: deadlineS, unit: 's' },
                settings: {},
                effect: 'It is not sure to be through by the deadline, and was not chosen.',
              },
            ]
          : [],
      ),
  },
  {
    id: 'optimizations-pay',
    advise: ({ results, current }) => {
      const { enable_optimizations: on, io_optimization: io } = current;
      const balanced = results.contenders.find(
        ({ contender, work }) => contender === 'balanced' && work === poseWorkOf(results),
      );
      const gain = balanced?.speed_of_baseline ?? 0;
      if (gain < leastGain) return [];
      const isUsed = on && io.parallel_processing;
      return [
        {
          text: `Optimizations pay here: balanced is ${gain.toFixed(1)} times as fast as without them.`,
          figure: { name: 'speed_of_baseline', value: gain, threshold: leastGain, unit: 'times' },
          settings: isUsed
            ? {}
            : { enable_optimizations: true, io_optimization: { parallel_processing: true } },
          effect: isUsed
            ? 'They are on: leave them so.'
            : 'Videos are worked on side by side, and what was computed before comes from the store.',
        },
      ];
    },
  },
  {
    id: 'more-workers-pay',
    advise: ({ results, choice, machine, current: { io_optimization: io } }) => {
      const study = choice && predictionOf(choice.chosen.name, results);
      if (!study) return [];
      const useful = Math.min(study.walks, machine.cores);
      const isHeld = io.max_workers <= study.workers || !io.parallel_processing;
      if (study.workers >= useful || !isHeld) return [];
      return [
        {
          text: `The settings hold ${counted(study.walks, 'walk')} to ${study.workers} at a time, on ${counted(machine.cores, 'core')}.`,
          figure: { name: 'workers', value: study.workers, threshold: useful, unit: 'workers' },
          settings: { io_optimization: { parallel_processing: true, max_workers: useful } },
          effect: `Up to ${(useful / study.workers).toFixed(1)} times as fast, in more memory.`,
        },
      ];
    },
  },
  {
    id: 'training-profile',
    advise: ({ results }) => {
      const trained = results.contenders
        .filter(({ work, contender }) => work === 'training' && contender !== baselineName)
        .flatMap(({ contender, amount_per_second: speed }) =>
          speed ? [{ contender, speed: speed.median }] : [],
        )
        .toSorted((a, b) => b.speed - a.speed);
      const [quickest, slowest] = [trained[0], trained.at(-1)];
      if (!quickest || !slowest || quickest.speed < leastTrainingGain * slowest.speed) return [];
      const gain = quickest.speed / slowest.speed;
      return [
        {
          text: `${quickest.contender} trains ${gain.toFixed(1)} times as many windows a second as ${slowest.contender}.`,
          figure: { name: 'training_speed', value: gain, threshold: leastTrainingGain, unit: 'times' },
          settings: {},
          effect:
            'Its network is another one, and so is its result: compare the scores of both on your own folds before you take it.',
        },
      ];
    },
  },
  {
    id: 'machine-too-noisy',
    advise: ({ results: { noise, repeats } }) =>
      noise.too_noisy && noise.spread_percent !== null
        ? [
            {
              text: `Repeats differ by ${noise.spread_percent.toFixed(0)} %: something else was busy on this machine.`,
              figure: {
                name: 'spread_percent',
                value: noise.spread_percent,
                threshold: mostSpreadPercent,
                unit: '%',
              },
              settings: {},
              effect: `Close other programs and measure again, with more than ${counted(repeats, 'repeat')}: profiles that differ by less cannot be told apart.`,
            },
          ]
        : [],
  },
];

/** What a benchmark ends in: the profile to take and why, what does not fit, and what else its figures call for. */
export function adviseOnBenchmark(results: Measured, context: BenchmarkContext): Recommendation[] {
  const choice = chooseProfile(results, (profile) => isPossible(profile, results, context));
  const view: View = { ...context, results, choice };
  return benchmarkRules.flatMap((rule) => rule.advise(view).map((advice) => ({ id: rule.id, ...advice })));
}

function overLimitByStudy(view: View): Advice[] {
  return studyPredictions(view.results)
    .filter(({ fits }) => !fits)
    .map(({ contender, limit_mb: limitMb, peak_rss_mb: peak }) =>
      overLimit(contender, limitMb, peak?.high ?? null, view, 'would take'),
    );
}

/** Those that were stopped by their limit before a study could be foretold. */
function overLimitWhenMeasured(view: View): Advice[] {
  const { results } = view;
  const stopped = results.runs.filter(
    ({ outcome, contender }) => outcome === 'memory-limit' && !predictionOf(contender, results),
  );
  return [...new Set(stopped.map(({ contender }) => contender))].map((name) => {
    const runs = stopped.filter(({ contender }) => contender === name);
    const known = runs.flatMap(({ peak_rss_mb: peak, expected_mb: expected }) => [peak ?? 0, expected ?? 0]);
    const neededMb = Math.max(0, ...known);
    const limitMb = runs[0]!.limit_mb;
    return neededMb < leastShareOfStopped * limitMb
      ? refusedAtOnce(name, limitMb)
      : overLimit(name, limitMb, neededMb, view, 'came to');
  });
}

/** What it takes was not measured, and a limit that is made up would be refused again. */
const refusedAtOnce = (name: string, limitMb: number): Advice => ({
  text: `${name} does not fit in ${mb(limitMb)}: it was refused before it began.`,
  figure: { name: 'limit_mb', value: limitMb, threshold: limitMb, unit: 'MB' },
  settings: {},
  effect:
    'The least that it takes stands with its failure. A benchmark wants more than that, for the process that measures counts within the limit.',
});

function overLimit(
  name: string,
  limitMb: number,
  neededMb: number | null,
  { machine }: View,
  verb: string,
): Advice {
  const wantedMb = roundedLimitMb(roomAbovePeak * Math.max(neededMb ?? 0, limitMb));
  const hasRoom = fitsMachine(wantedMb, { machine });
  return {
    text: `${name} does not fit in ${mb(limitMb)}${neededMb === null ? '' : `: it ${verb} ${mb(neededMb)}`}.`,
    figure: { name: 'peak_rss_mb', value: neededMb ?? limitMb, threshold: limitMb, unit: 'MB' },
    settings: hasRoom && name !== baselineName ? { performance_mode: name, max_memory_mb: wantedMb } : {},
    effect: hasRoom
      ? `With ${mb(wantedMb)} it has room, if you want this profile.`
      : `This machine with its ${mb(machine.memoryMb)} has not much more: take a lighter profile.`,
  };
}
