import { limitFor, measuredCosts, usableMb, type PlanResult } from './memory-plan';
import { parameterShapes, type NetworkDescription } from './network';
import type { PlanRecord } from './run-record';

/**
 * What training takes, in MB of resident memory: not less than the most that was seen (Node 20, x64, Linux; TensorFlow.js
 * 4.22, WebAssembly and tfjs-node).
 */
export const trainingCosts = {
  /** One worker before its first step: the libraries, their own memory, the network. */
  workerMb: { 'tfjs-wasm': 150, 'tfjs-node': 300 },
  /** Arrays as large as one layer's outputs that a step holds for each convolution, forward and backward. */
  arraysPerConvolution: 6,
  /** Copies of all weights: themselves, gradients, moments, the best ones, and what is written of them. */
  weightCopies: 10,
} as const;

const bytesPerMb = 2 ** 20;

export interface TrainingPlanRequest {
  readonly limitMb: number;
  readonly availableCores: number;
  /** Whether folds may be trained side by side. */
  readonly parallel: boolean;
  readonly maxWorkers: number;
  readonly engine: keyof typeof trainingCosts.workerMb;
  /** Folds that are still to be trained. */
  readonly folds: number;
  readonly network: NetworkDescription;
  readonly batchSize: number;
  /** Batches that are made before one step. */
  readonly gradientAccumulation: number;
  /** Frames of the data set that each worker holds; 0 where windows are read from disk. */
  readonly heldFrames: number;
}

export type TrainingPlanResult =
  | { readonly ok: true; readonly plan: PlanRecord }
  | (Extract<PlanResult, { readonly ok: false }> & {
      /** The largest batch that would do within this limit; null where none would. */
      readonly largestBatch: number | null;
    });

/** Highest resident memory of one worker in MB. */
export function foldWorkerMb(request: TrainingPlanRequest): number {
  const { network, batchSize, gradientAccumulation, heldFrames } = request;
  const { windowFrames, filters, blocks, features, groups, kernelSize } = network;
  const { workerMb, arraysPerConvolution, weightCopies } = trainingCosts;
  const convolutions = 1 + 2 * blocks;
  const framesOfBatch = batchSize * windowFrames;
  const weights = parameterShapes(network)
    .map(({ shape }) => shape.reduce((product, length) => product * length, 1))
    .reduce((sum, size) => sum + size, 0);
  const floats =
    framesOfBatch * filters * (convolutions * arraysPerConvolution + 2 * kernelSize) +
    framesOfBatch * (features + 2 * groups) * (1 + gradientAccumulation) +
    heldFrames * (features + 2 * groups) +
    weights * weightCopies;
  return workerMb[request.engine] + (4 * floats) / bytesPerMb;
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

function refusal(request: TrainingPlanRequest, neededMb: number): TrainingPlanResult {
  const { limitMb, batchSize, heldFrames } = request;
  const fits = (change: Partial<TrainingPlanRequest>): boolean =>
    neededByOneMb({ ...request, ...change }) <= usableMb(limitMb);
  const smaller = Array.from({ length: batchSize - 1 }, (_, index) => batchSize - 1 - index);
  const largestBatch = smaller.find((size) => fits({ batchSize: size })) ?? null;
  const fromDisk =
    heldFrames > 0 && fits({ heldFrames: 0 })
      ? ', or memory_optimization.chunk_processing to true, so that windows are read from disk'
      : '';
  return {
    ok: false,
    neededMb,
    largestBatch,
    message:
      `The memory limit of ${Math.round(limitMb)} MB does not allow training with batches of ${batchSize} windows: ` +
      `that takes ${neededMb} MB.`,
    suggestion:
      largestBatch === null
        ? `Set max_memory_mb to ${neededMb} or more${fromDisk}; a smaller batch alone would not do.`
        : `Set max_memory_mb to ${neededMb} or more${fromDisk}, or batch_size to ${largestBatch} or less, which gives another result.`,
  };
}
