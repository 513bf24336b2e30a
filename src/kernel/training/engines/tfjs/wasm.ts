import path from 'node:path';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingEngine } from '../engine';
import { wasmPackage, wasmVersions } from '../wasm-package';
import { tfjsEngine } from './engine';

/** Opens TensorFlow.js in WebAssembly: it runs anywhere, on one core. */
export async function openWasm(): Promise<TrainingEngine> {
  wasm.setWasmPaths(path.join(wasmPackage().folder, 'dist', path.sep));
  if (!(await tf.setBackend('wasm'))) throw new Error('The WebAssembly of TensorFlow.js does not start.');
  return tfjsEngine('tfjs-wasm', tf, wasmVersions());
}
