import { GaitError } from '../../../shared/errors';
import { installedPackage, type InstalledPackage } from './installed';

/** The package whose WebAssembly files are opened by path. All of TensorFlow.js is of its version. */
export function wasmPackage(): InstalledPackage {
  const found = installedPackage('@tensorflow/tfjs-backend-wasm');
  if (found) return found;
  throw new GaitError('failed', 'TensorFlow.js is not installed.', 'Run npm ci in the package folder.');
}

export const wasmVersions = (): Record<string, string> => ({ 'tfjs-backend-wasm': wasmPackage().version });
