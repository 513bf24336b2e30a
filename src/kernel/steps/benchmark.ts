import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ownedName } from '../../processes/owner';
import { worksOf, type BenchmarkResults } from '../../shared/benchmark';
import { tellAnything } from '../../shared/benchmark-summary';
import { toGaitError } from '../../shared/errors';
import { counted } from '../../shared/numbers';
import type { StepOf } from '../../shared/steps';
import { chartRenderer } from '../display/chart-store';
import { accuracyOf, type JudgedContenders } from '../performance/benchmark/accuracy/accuracy-of';
import {
  askedOf,
  concludedResults,
  keepForPredictions,
  storeResults,
  type Benchmark,
} from '../performance/benchmark/conclude';
import { contendersOf } from '../performance/benchmark/contenders';
import type { BenchmarkJob, JobResult } from '../performance/benchmark/job';
import { measureAll, nothingMeasured } from '../performance/benchmark/measure-all';
import { checkLength, measuredWalks, studyOf } from '../performance/benchmark/measured-walks';
import { writeBenchmarkFiles } from '../performance/benchmark/result-files';
import { progressOf, secondsLeftOf } from '../performance/benchmark/results';
import { runJob } from '../performance/benchmark/run-job';
import type { ScheduledRun } from '../performance/benchmark/schedule';
import { checkWritable } from '../store/write-folder';
import type { StepContext, StepDefinition, StepProduct, WalkResult } from './step';

export const benchmark: StepDefinition<'benchmark'> = {
  async run(step, context) {
    const { recorder, store, log } = context;
    const prepared = await recorder.stage('start', () => prepare(step, context));
    const scratchFolder = path.join(store.folder, 'temporary', ownedName());
    try {
      const judged = await measureAndJudge(prepared, scratchFolder, context).catch(
        async (thrown: unknown) => {
          // Stopped by the user, at the memory limit or for want of disk: what was measured until then is worth having.
          if (tellAnything(prepared.measured.runs)) {
            await conclude(prepared, null, context).catch((trouble: unknown) => {
              log('warn', `What was measured could not be written: ${toGaitError(trouble).message}`);
            });
          }
          throw thrown;
        },
      );
      return await conclude(prepared, judged, context);
    } finally {
      await rm(scratchFolder, { recursive: true, force: true });
    }
  },
};

/** All runs, one after the other, then how right the contenders are. */
async function measureAndJudge(
  prepared: Benchmark,
  scratchFolder: string,
  context: StepContext,
): Promise<JudgedContenders> {
  const { recorder, signal, log, workingFolder } = context;
  const { step, walks, contenders, measured, works } = prepared;
  const run = (job: BenchmarkJob): Promise<JobResult> => runJob(withinLimit(job, context), { signal });
  await recorder.stage('measuring', () =>
    measureAll(
      measured,
      {
        contenders,
        works,
        repeats: step.repeats,
        walks: walks.map(({ walk }) => walk),
        frames: step.frames,
        workingFolder,
        scratchFolder,
        run,
      },
      () => {
        tell(prepared, context);
      },
    ),
  );
  tell(prepared, context, 'judging how right they are');
  const judged = await recorder.stage('accuracy', () =>
    accuracyOf({ ...walks[0]!, contenders: judgedOf(prepared), run, scratchFolder, signal, log }),
  );
  signal.throwIfAborted();
  return judged;
}

/** @throws GaitError bad-input for profiles that there are not, videos that cannot be measured, or a folder that cannot be written. */
async function prepare(step: StepOf<'benchmark'>, context: StepContext): Promise<Benchmark> {
  const output = path.resolve(context.workingFolder, step.output);
  await checkWritable(output, '--output');
  const inputs = context.result(step.video, 'load-video').walks;
  const contenders = contendersOf(step, context);
  const study = await studyOf(inputs, step.video);
  const works = worksOf[step.type];
  const walks = works.every((work) => work === 'training')
    ? study.slice(0, 1)
    : measuredWalks(study, contenders);
  if (works.some((work) => work !== 'training')) walks.forEach(checkLength);
  return {
    step,
    startedAt: new Date().toISOString(),
    startedMs: performance.now(),
    inputs,
    study,
    walks,
    works,
    contenders,
    measured: nothingMeasured({ contenders, works, repeats: step.repeats }),
    output,
  };
}

/** What a process may grow by while it only waits for another. */
const growthMb = 40;

/** The limit holds for all processes together, and this one needs a part of it. */
function withinLimit(job: BenchmarkJob, { limitMb }: Pick<StepContext, 'limitMb'>): BenchmarkJob {
  const ownMb = process.memoryUsage.rss() / 2 ** 20 + growthMb;
  const wanted = job.settings.max_memory_mb;
  const roomMb = Math.max(1, Math.floor(limitMb - ownMb));
  const limited = typeof wanted === 'number' ? Math.min(wanted, roomMb) : roomMb;
  return { ...job, settings: { ...job.settings, max_memory_mb: limited } };
}

function tell(
  prepared: Benchmark,
  { progress }: Pick<StepContext, 'progress'>,
  doing = doingOf(prepared.measured.running),
): void {
  const benchmarkProgress = progressOf(prepared.measured, askedOf(prepared, false));
  progress({
    unit: 'runs',
    ...(doing !== undefined && { doing }),
    doneFrames: benchmarkProgress.doneRuns,
    totalFrames: benchmarkProgress.totalRuns,
    // A run takes many seconds: a rate of them would tell nobody anything.
    framesPerSecond: 0,
    // What comes after the last run is not known.
    secondsLeft:
      benchmarkProgress.doneRuns < benchmarkProgress.totalRuns ? secondsLeftOf(prepared.measured) : null,
    benchmark: benchmarkProgress,
  });
}

/** "warming up fast", "measuring accurate". */
const doingOf = (running: ScheduledRun | null): string | undefined =>
  running === null ? undefined : `${running.repeat === 0 ? 'warming up' : 'measuring'} ${running.contender}`;

/** Contenders whose pose was found. */
const judgedOf = ({ contenders, measured }: Benchmark) =>
  contenders
    .filter(({ contender }) =>
      measured.runs.some(
        (run) =>
          run.contender === contender && run.outcome === 'done' && run.repeat > 0 && run.work !== 'training',
      ),
    )
    .map((one) => ({ ...one, poseFolder: measured.poseFolders.get(one.contender) ?? null }));

/** Writes down what was measured; where it was stopped (`judged` is null), what there is, and keeps it for who looks. */
async function conclude(
  prepared: Benchmark,
  judged: JudgedContenders | null,
  context: StepContext,
): Promise<StepProduct> {
  const { store, recorder } = context;
  const results = await concludedResults(prepared, judged, context);
  const { folder, address } = await recorder.stage('write', () => storeResults(prepared, results, store));
  const walks = walkResults(prepared, results, { folder, address }, context);
  context.keep({ walks });
  await keepForPredictions(prepared, context);
  const files = await recorder.stage('write', () =>
    writeBenchmarkFiles(results, prepared.output, {
      renderChart: judged === null ? null : chartRenderer(store),
    }),
  );
  const product = { walks, files };
  context.keep(product);
  return product;
}

function walkResults(
  { inputs, walks }: Benchmark,
  { contenders, runs, notes }: BenchmarkResults,
  place: Pick<WalkResult, 'folder' | 'address'>,
  { recorder }: Pick<StepContext, 'recorder'>,
): WalkResult[] {
  const measuredIds = new Set(walks.map(({ walk }) => walk.id));
  const done = runs.filter(({ repeat, outcome }) => repeat > 0 && outcome === 'done').length;
  const failures = contenders.flatMap(({ contender, work, failure }) =>
    failure === null ? [] : [{ profile: contender, work, reason: failure }],
  );
  const names = new Set(contenders.map(({ contender }) => contender));
  recorder.benchmark({
    profiles: names.size,
    measured: new Set(contenders.flatMap((one) => (one.runs > 0 ? [one.contender] : []))).size,
    failures: failures.map(({ profile, reason }) => ({ profile, reason })),
  });
  let told = false;
  return inputs.map((input) => {
    const { walk } = input;
    // What failed before stays failed, for the reason it failed for.
    if (input.address === null) return input;
    const isFirst = !told;
    told = true;
    // What holds for all of them is said once.
    recorder.walk({ id: walk.id, fromStore: false, seconds: 0, notes: isFirst ? notes : [] });
    return {
      walk,
      ...place,
      fromStore: false,
      summary: measuredIds.has(walk.id)
        ? `measured: ${counted(names.size, 'contender')} in ${counted(done, 'run')}`
        : 'part of the study that is reckoned with',
      warnings: isFirst ? failures.map(({ profile, work, reason }) => `${profile} (${work}): ${reason}`) : [],
    };
  });
}
