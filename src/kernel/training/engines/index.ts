import { badInput } from '../../../shared/errors';
import type { Settings } from '../../../shared/settings';
import type { TrainingEngine } from './engine';
import { findTfjsNode } from './find-tfjs-node';
import { wasmVersions } from './wasm-package';

/** The engine that a run trains with, found before any worker starts. */
export interface FoundEngine {
  readonly id: TrainingEngine['id'];
  /** For addresses and run records. */
  readonly versions: Readonly<Record<string, string>>;
  /** The Node that runs tfjs-node. */
  readonly nodePath?: string;
  /** Folder in whose `node_modules` tfjs-node is. */
  readonly tfjsNodePath?: string;
  /** What computes instead of tfjs-node, why, and how to get that: whole sentences. */
  readonly note?: string;
}

/**
 * Finds the engine that the settings ask for: tfjs-node where it runs, else WebAssembly.
 * @param workingFolder that relative paths in the settings start from.
 * @throws GaitError bad-input where tfjs-node is asked for and does not run.
 */
export async function findEngine(settings: Settings, workingFolder = '.'): Promise<FoundEngine> {
  const { engine } = settings.training;
  if (engine === 'wasm') return { id: 'tfjs-wasm', versions: wasmVersions() };
  const found = await findTfjsNode(settings, workingFolder);
  if (found.state === 'runs') {
    const { versions, nodePath, tfjsNodePath } = found;
    return { id: 'tfjs-node', versions, nodePath, tfjsNodePath };
  }
  if (engine === 'node') {
    throw badInput(
      `training.engine asks for tfjs-node. ${found.says}`,
      `${found.hint} Or set training.engine to "wasm".`,
    );
  }
  return {
    id: 'tfjs-wasm',
    versions: wasmVersions(),
    note: `TensorFlow.js in WebAssembly computes. ${found.says} ${found.hint}`,
  };
}

/** Opens an engine, within the worker that trains with it: the libraries are loaded here and nowhere else. */
export async function openEngine({
  id,
  tfjsNodePath,
}: Pick<FoundEngine, 'id' | 'tfjsNodePath'>): Promise<TrainingEngine> {
  switch (id) {
    case 'tfjs-wasm':
      return (await import('./tfjs/wasm')).openWasm();
    case 'tfjs-node':
      if (tfjsNodePath === undefined) throw new Error('tfjs-node is opened from the folder it was found in.');
      return (await import('./tfjs/node')).openTfjsNode(tfjsNodePath);
  }
}
