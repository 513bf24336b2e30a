import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type { TrainingEngine } from '../engine';
import type { Tf } from './convolution';
import { tfjsEngine } from './engine';

/** Of the package's own exports, what the library's core does not have. */
interface TfjsNode extends Tf {
  readonly version: Readonly<Record<string, string>>;
  backend(): ReturnType<Tf['backend']> & { readonly binding: { readonly TF_Version: string } };
}

/** A fold has one core; and sums depend on how many threads there are. */
const threads = '1';

/**
 * Opens `@tensorflow/tfjs-node`. Only in a process of its own, on a real Node: it starts once in a process, and uses
 * buffers that Electron forbids.
 * @param folder in whose `node_modules` it is.
 */
export async function openTfjsNode(folder: string): Promise<TrainingEngine> {
  process.env['TF_NUM_INTRAOP_THREADS'] = threads;
  process.env['TF_NUM_INTEROP_THREADS'] = threads;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // The package calls what newer versions of Node no longer have.
  const lent = util as { isNullOrUndefined?: (value: unknown) => boolean };
  lent.isNullOrUndefined ??= (value) => value === null || value === undefined;
  const require = createRequire(path.join(folder, 'package.json'));
  // Sound: it is the library with a backend more.
  const tf = require('@tensorflow/tfjs-node') as TfjsNode;
  await tf.ready();
  return tfjsEngine('tfjs-node', tf, {
    'tfjs-node': tf.version['tfjs-node'] ?? 'unknown',
    tensorflow: tf.backend().binding.TF_Version,
    threads,
  });
}
