import { cancelled, GaitError, toGaitError } from '../shared/errors';
import type { StepOutcome } from '../shared/outcome';
import type { RunRecord } from '../shared/run-record';
import { parseStep } from '../shared/parse-step';
import type { Step, StepInput, StepName } from '../shared/steps';
import { startMonitor, type Monitor, type MonitorOptions } from './performance/monitor';
import { createRecorder } from './performance/recorder';
import { digestsOf } from './result-digest';
import type { CellRunOptions } from './session-options';
import { recordIdsOf } from './session-results';
import { contextOf, settleStep, type RunPlace, type SettledStep } from './settled-step';
import { openRunLog, type RunLog } from './store/run-records';
import { stepDefinitions } from './steps';
import { createAdmission } from './steps/admission';
import type { NamedResult, StepContext, StepDefinition, StepProduct } from './steps/step';
import type { WaitingSteps } from './waiting-steps';

/**
 * Runs one step whose turn has come: settings and limit, the watch over memory, the log, the record, and what its cell shows.
 * @throws GaitError where the step as a whole cannot run, was stopped, or reached its memory limit.
 */
export async function runInSession(
  input: StepInput,
  options: CellRunOptions,
  place: RunPlace,
): Promise<StepOutcome> {
  if (options.signal?.aborted) throw stopReason(options.signal)!;
  const settled = await settleStep(parseStep(input), place);
  const { step, resolved, limitMb, store, name } = settled;
  const runLog = await logOf(settled, place);
  const recorder = createRecorder({ step: step.step, name, resolved, limitMb, runLog });
  const stopTelling = tellOfWaiting(runLog, options, place.waiting);

  const stop = new AbortController();
  const drawing = new AbortController();
  const signals = [stop.signal, place.closing, ...(options.signal ? [options.signal] : [])];
  const signal = AbortSignal.any(signals);
  const admission = createAdmission();
  let isOver = false;
  let monitor: Monitor | null = null;
  const watch: MonitorOptions = {
    limitMb,
    onSample: (sample) => {
      // Its log is closed by then.
      if (!isOver) runLog?.sample(sample);
      place.onSample?.(sample, limitMb);
      options.onSample?.(sample, limitMb);
    },
    onNear: (near) => {
      admission.set(!near);
    },
    onLimit: (sample) => {
      const profile = recorder.resolved().settings.performance_mode;
      const reached = memoryLimitReached(step.step, sample.rssMb, limitMb, profile);
      (isOver ? drawing : stop).abort(reached);
    },
    onFailure: (error) => {
      stop.abort(error);
    },
  };

  let lineage: NamedResult[] = [];
  let kept: StepProduct | null = null;
  const context: StepContext = {
    ...contextOf(settled, place),
    recorder,
    signal,
    admission,
    result: (wanted, ...steps) => {
      const found = place.find(wanted, steps);
      if (!lineage.includes(found)) lineage = [...lineage, found];
      return found;
    },
    progress: (progress) => {
      runLog?.progress({ step: step.step, ...progress });
      place.onProgress?.({ step: step.step, ...progress });
      options.onProgress?.({ step: step.step, ...progress });
    },
    keep: (product) => {
      kept = product;
    },
  };
  const end = async (
    record: RunRecord,
    results: NamedResult | null,
    outcome: StepOutcome | null,
  ): Promise<void> => {
    isOver = true;
    await runLog?.end(record);
    await options.onEnd?.({
      recordId: record.id,
      step: input,
      inputs: recordIdsOf(lineage),
      read: digestsOf(lineage),
      outcome,
      results,
      files: outcome?.files ?? kept?.files ?? [],
      record,
      store,
      workingFolder: place.workingFolder,
      signal: drawing.signal,
    });
  };
  const partial = (): NamedResult | null => kept && { name, step: step.step, walks: kept.walks, records: [] };

  try {
    let ended: {
      readonly record: RunRecord;
      readonly result: NamedResult;
      readonly files: readonly string[];
    };
    try {
      monitor = await startMonitor(watch);
      signal.throwIfAborted();
      const { walks, files = [] } = await runStep(step, context);
      signal.throwIfAborted();
      const record = recorder.finish('done', await monitor.soFar());
      const records = [...lineage.flatMap((read) => read.records), record];
      ended = { record, result: { name, step: step.step, walks, records }, files };
      await place.keep(ended.result, store);
    } catch (thrown) {
      const error = stopReason(signal) ?? toGaitError(thrown);
      const outcome = error.kind === 'bad-input' ? 'failed' : error.kind;
      // Without a watch, or with one that has died, the log still gets its end.
      const seen = (await monitor?.soFar().catch(() => null)) ?? null;
      await end(recorder.finish(outcome, seen, error.message), partial(), null);
      throw error;
    }
    const { record, result, files } = ended;
    const outcome = { step: step.step, name, walks: result.walks, record, files };
    await end(record, result, outcome);
    return outcome;
  } finally {
    stopTelling();
    // Not before the outputs are drawn, which takes memory as well. One that failed was told of by then.
    await monitor?.stop().catch(() => undefined);
  }
}

/** Where the run is followed; without optimizations nothing of it is kept. */
function logOf(
  { step, name, resolved: { settings }, limitMb, store }: SettledStep,
  { onLog }: RunPlace,
): Promise<RunLog | null> {
  if (!settings.enable_optimizations) return Promise.resolve(null);
  return openRunLog(store.folder, {
    step: step.step,
    name,
    limitMb,
    profile: settings.performance_mode,
    onTrouble: (thrown) => {
      onLog?.('warn', `The run is not recorded further: ${toGaitError(thrown).message}`);
    },
  });
}

/** Tells the log, now and with each change, which steps wait for this one. */
function tellOfWaiting(
  runLog: RunLog | null,
  { waiting: outside = [] }: CellRunOptions,
  waiting: WaitingSteps,
): () => void {
  if (outside.length > 0) runLog?.waiting(outside);
  return waiting.watch((steps) => {
    runLog?.waiting([...steps, ...outside]);
  });
}

function runStep(step: Step, context: StepContext): Promise<StepProduct> {
  // Sound: the table holds for each name the definition that takes this name's step.
  const definition = stepDefinitions[step.step] as unknown as StepDefinition<StepName>;
  return definition.run(step, context);
}

/** Why the signal was aborted; a plain abort is the user's. */
export function stopReason(signal: AbortSignal): GaitError | null {
  if (!signal.aborted) return null;
  return signal.reason instanceof GaitError ? signal.reason : cancelled();
}

function memoryLimitReached(step: StepName, rssMb: number, limitMb: number, profile: string): GaitError {
  return new GaitError(
    'memory-limit',
    `${step} was stopped at ${Math.round(rssMb)} MB, to stay within the limit of ${Math.round(limitMb)} MB. What was finished is kept.`,
    // The profile chooses the pose model; it changes nothing elsewhere.
    step === 'extract-pose' && profile !== 'fast'
      ? 'Allow more with max_memory_mb, or use the profile fast.'
      : 'Allow more with max_memory_mb.',
  );
}
