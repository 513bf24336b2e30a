import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isPhantomClip } from '../../../phantom/truth';
import type { BenchmarkedWork, BenchmarkResults } from '../../../shared/benchmark';
import type { Asked } from '../../../shared/benchmark-summary';
import { toGaitError } from '../../../shared/errors';
import { predictStudy } from '../../../shared/study-prediction';
import type { StepOf } from '../../../shared/steps';
import { buildBenchmarkBundle, writeBenchmarkBundle } from '../../display/benchmark-store';
import { planPlace, poseEngines } from '../../steps/pose-work';
import type { StepContext, WalkResult } from '../../steps/step';
import { addressOf } from '../../store/address';
import { describeMachine } from '../machine';
import type { JudgedContenders } from './accuracy/accuracy-of';
import { adviseOnBenchmark } from './advice';
import { rememberCalibration } from './calibration';
import type { BenchmarkContender } from './contenders';
import type { Measured } from './measure-all';
import type { StudyWalk } from './measured-walks';
import { resultsOf } from './results';

/** Raised whenever what is stored changes. */
const version = 1;
/** Beside the display bundle. */
const resultsFile = 'benchmark_results.json';

/** All that is settled before the first run. */
export interface Benchmark {
  readonly step: StepOf<'benchmark'>;
  readonly startedAt: string;
  readonly startedMs: number;
  readonly inputs: readonly WalkResult[];
  readonly study: readonly StudyWalk[];
  /** Of them, those that are measured. */
  readonly walks: readonly StudyWalk[];
  readonly works: readonly BenchmarkedWork[];
  readonly contenders: readonly BenchmarkContender[];
  readonly measured: Measured;
  readonly output: string;
}

export const askedOf = ({ step, contenders, works }: Benchmark, stopped: boolean): Asked => ({
  contenders: contenders.map(({ contender }) => contender),
  works,
  repeats: step.repeats,
  stopped,
});

/**
 * What was measured, beside the truth, with what it foretells and advises.
 * @param judged null where the benchmark was stopped: nothing is advised then.
 */
export async function concludedResults(
  prepared: Benchmark,
  judged: JudgedContenders | null,
  { store, recorder, settings, limitMb, workingFolder }: StepContext,
): Promise<BenchmarkResults> {
  const { step, walks, study, contenders, measured, works } = prepared;
  const stopped = judged === null;
  const machine = describeMachine();
  const first = walks[0]!;
  const { availableCores, oneV8Thread } = planPlace(limitMb);
  const predicted = predictStudy({
    runs: measured.runs,
    contenders,
    study: study.map(({ walk, video }) => ({ walk, info: video.info })),
    measuredWalks: walks.length,
    availableCores,
    ...(oneV8Thread !== undefined && { oneV8Thread }),
  });
  const without = resultsOf(measured, askedOf(prepared, stopped), {
    step,
    contenders,
    walks,
    phantom: await isPhantomClip(first.walk.path, first.video.digest),
    folders: [workingFolder, store.folder],
    startedAt: prepared.startedAt,
    seconds: (performance.now() - prepared.startedMs) / 1000,
    stopped,
    limitMb,
    machine,
    judged: {
      accuracy: judged?.accuracy ?? [],
      predictions: predicted.predictions,
      notes: [
        ...(works.every((work) => work === 'training')
          ? ['How right a profile is was not judged: training alone was measured.']
          : (judged?.notes ?? [])),
        ...predicted.notes,
      ],
    },
  });
  recorder.engine(without.engines);
  return {
    ...without,
    optimization_recommendations: stopped
      ? []
      : adviseOnBenchmark(without, { limitMb, machine, current: settings }),
  };
}

/** Remembers what was measured for predictions. Nothing of a benchmark is lost where that fails: it is told, and no more. */
export async function keepForPredictions(
  { walks, contenders, measured }: Pick<Benchmark, 'walks' | 'contenders' | 'measured'>,
  { store, tools, log }: Pick<StepContext, 'store' | 'tools' | 'log'>,
): Promise<void> {
  try {
    const { walk, video } = walks[0]!;
    const videoTools = await tools();
    await rememberCalibration(store, {
      runs: measured.runs,
      contenders,
      measured: { walk, info: video.info },
      measuredWalks: walks.length,
      enginesOf: (settings) => poseEngines(settings, videoTools),
    });
  } catch (trouble) {
    log(
      'warn',
      `What was measured is not remembered for predictions of later runs: ${toGaitError(trouble).message}`,
    );
  }
}

/** A measurement is never answered from the store: no two of them have one address. */
export async function storeResults(
  { startedAt, walks }: Benchmark,
  results: BenchmarkResults,
  store: StepContext['store'],
): Promise<{ folder: string; address: string }> {
  const address = addressOf({
    step: 'benchmark',
    version,
    inputs: { video: walks[0]!.video.digest },
    parameters: { startedAt, once: randomBytes(8).toString('hex') },
    engines: {},
  });
  const folder = await store.write(address, async (temporary) => {
    await writeFile(path.join(temporary, resultsFile), JSON.stringify(results));
    await writeBenchmarkBundle(temporary, buildBenchmarkBundle(results));
  });
  return { folder, address };
}
