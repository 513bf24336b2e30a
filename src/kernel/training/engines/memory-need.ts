import { parameterShapes, type NetworkDescription } from '../../../shared/network';
import type { TrainingEngine } from './engine';

/** WebAssembly has addresses for 4 GB, and TensorFlow.js does not notice when they run out. */
export const mostHeapMb = 3072;

const bytesPerMb = 2 ** 20;

/** What a fold's worker holds before its first step: the library, and the arrays of a small network. */
const startMb: Readonly<Record<TrainingEngine['id'], number>> = { 'tfjs-wasm': 80, 'tfjs-node': 320 };

/** How much more a library holds than its tensors: its heap grows by a fifth, TensorFlow has work space of its own. */
const slack: Readonly<Record<TrainingEngine['id'], number>> = { 'tfjs-wasm': 1.25, 'tfjs-node': 1.6 };

/** Tensors of a step in MB, as measured: activations of all layers, and what the widest gradient is computed with. */
function tensorsMb(network: NetworkDescription, windows: number): number {
  const { windowFrames, features, filters, blocks, kernelSize } = network;
  const rows = windows * windowFrames;
  const layerMb = (4 * rows * filters) / bytesPerMb;
  const padding = ((kernelSize - 1) * 2 ** (blocks - 1)) / windowFrames;
  const inputMb = (4 * rows * features) / bytesPerMb;
  return layerMb * (5 * blocks + 24 + 3 * (1 + padding)) + 2 * inputMb + 4 * weightsMb(network);
}

const weightsMb = (network: NetworkDescription): number =>
  parameterShapes(network).reduce(
    (sum, { shape }) => sum + (4 * shape.reduce((product, length) => product * length, 1)) / bytesPerMb,
    0,
  );

/** What the WebAssembly heap grows to. */
export const heapMb = (network: NetworkDescription, windows: number): number =>
  16 + slack['tfjs-wasm'] * tensorsMb(network, windows);

/**
 * Memory of a worker that trains this network, its windows not counted.
 * @param windows of one batch.
 */
export function trainerMb(
  engine: TrainingEngine['id'],
  network: NetworkDescription,
  windows: number,
): number {
  const besideMb =
    6 * weightsMb(network) + (8 * windows * network.windowFrames * network.filters) / bytesPerMb;
  return Math.ceil(startMb[engine] + besideMb + slack[engine] * tensorsMb(network, windows));
}
