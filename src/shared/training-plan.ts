import { limitFor, measuredCosts, usableMb, type PlanResult } from './memory-plan';
import type { NetworkDescription } from './network';
import type { PlanRecord } from './run-record';

const bytesPerMb = 2 ** 20;

export interface TrainingPlanRequest {
  readonly limitMb: number;
  readonly availableCores: number;
  /** Whether folds may be trained side by side. */
  readonly parallel: boolean;
  readonly maxWorkers: number;
  /** Folds that are still to be trained. */
  readonly folds: number;
  readonly network: NetworkDescription;
  readonly batchSize: number;
  /** Batches that are made before one step. */
  readonly gradientAccumulation: number;
  /** Frames of the data set that each worker holds; 0 where windows are read from disk. */
  readonly heldFrames: number;
  /** Memory of one worker that trains with batches of so many windows, the windows not counted. */
  readonly trainerMb: (windows: number) => number;
  /** Whether the engine can hold such a batch at all, whatever the limit. */
  readonly engineHolds: (windows: number) => boolean;
}

export type TrainingPlanResult =
  | { readonly ok: true; readonly plan: PlanRecord }
  | (Extract<PlanResult, { readonly ok: false }> & {
      /** The largest batch that would do within this limit; null where none would. */
      readonly largestBatch: number | null;
    });

/** Highest resident memory of one worker in MB. */
export function foldWorkerMb(
  request: Pick<
    TrainingPlanRequest,
    'network' | 'batchSize' | 'gradientAccumulation' | 'heldFrames' | 'trainerMb'
  >,
): number {
  const { network, batchSize, gradientAccumulation, heldFrames, trainerMb } = request;
  const { windowFrames, features, groups } = network;
  // All batches of a step are made before it, and the next one before the last is forgotten.
  const madeFrames = batchSize * windowFrames * (1 + gradientAccumulation);
  return trainerMb(batchSize) + (4 * (madeFrames + heldFrames) * (features + 2 * groups)) / bytesPerMb;
}

/**
 * How many folds are trained side by side, so that the run stays below the limit; or that the batch does not fit, and which
 * one, or which limit, would. The batch is part of the result: it is never made smaller here.
 */
export function planTraining(request: TrainingPlanRequest): TrainingPlanResult {
  const { limitMb, availableCores, folds } = request;
  const expectedMb = (workers: number): number =>
    Math.max(measuredCosts.kernelMb + workers * foldWorkerMb(request), measuredCosts.kernelAtEndMb);
  const leastMb = neededByOneMb(request);
  if (!request.engineHolds(request.batchSize)) return tooLargeForEngine(request, limitFor(leastMb));
  if (leastMb > usableMb(limitMb)) return refusal(request, limitFor(leastMb));
  const bounds = [
    [request.parallel ? request.maxWorkers : 1, request.parallel ? 'max_workers' : 'parallel_processing'],
    [Math.max(1, Math.floor(availableCores)), 'cores'],
    [Math.max(1, folds), folds === 1 ? 'one fold' : 'number of folds'],
  ] as const;
  const [wanted, wantedBy] = bounds.reduce((lower, bound) => (bound[0] < lower[0] ? bound : lower));
  let workers = 1;
  while (workers < wanted && expectedMb(workers + 1) <= usableMb(limitMb)) workers++;
  return {
    ok: true,
    plan: {
      workers,
      limitMb,
      expectedMb: Math.ceil(expectedMb(workers)),
      boundBy: workers < wanted ? 'max_memory_mb' : wantedBy,
    },
  };
}

const neededByOneMb = (request: TrainingPlanRequest): number =>
  Math.max(measuredCosts.kernelMb + foldWorkerMb(request), measuredCosts.kernelAtEndMb);

/** The largest batch below this one that would do; null where none would. */
function largestBatch(request: TrainingPlanRequest): number | null {
  for (let batchSize = request.batchSize - 1; batchSize >= 1; batchSize--) {
    const smaller = { ...request, batchSize };
    if (request.engineHolds(batchSize) && neededByOneMb(smaller) <= usableMb(request.limitMb))
      return batchSize;
  }
  return null;
}

function tooLargeForEngine(request: TrainingPlanRequest, neededMb: number): TrainingPlanResult {
  const largest = largestBatch(request);
  return {
    ok: false,
    neededMb,
    largestBatch: largest,
    message: `The engine cannot hold batches of ${request.batchSize} windows of this network, whatever the memory limit.`,
    suggestion:
      largest === null
        ? 'Set num_filters, num_blocks or window_size lower.'
        : `Set batch_size to ${largest} or less, which gives another result, or num_filters, num_blocks or window_size lower.`,
  };
}

function refusal(request: TrainingPlanRequest, neededMb: number): TrainingPlanResult {
  const { limitMb, batchSize, heldFrames } = request;
  const largest = largestBatch(request);
  const fromDisk =
    heldFrames > 0 && neededByOneMb({ ...request, heldFrames: 0 }) <= usableMb(limitMb)
      ? ', or memory_optimization.chunk_processing to true, so that windows are read from disk'
      : '';
  return {
    ok: false,
    neededMb,
    largestBatch: largest,
    message:
      `The memory limit of ${Math.round(limitMb)} MB does not allow training with batches of ${batchSize} windows: ` +
      `that takes ${neededMb} MB.`,
    suggestion:
      largest === null
        ? `Set max_memory_mb to ${neededMb} or more${fromDisk}; a smaller batch alone would not do.`
        : `Set max_memory_mb to ${neededMb} or more${fromDisk}, or batch_size to ${largest} or less, which gives another result.`,
  };
}
