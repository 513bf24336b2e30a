import { execFileSync, fork } from 'node:child_process';
import path from 'node:path';
import { bundleSource } from '../../build/source.mjs';
import { leftOut, percent, timed, told } from '../figures.mjs';
import { median } from '../statistics.mjs';

export const title = 'Engines: training windows a second on one core';
export const notes = [
  'The networks and batches of the profiles, 50 features, contact; engines interleaved, medians of all steps.',
  'Peak is the best of 20 products of two 512 × 512 matrices of 32-bit floats in the same process, on one thread;',
  'operations are those of the matrix products of a step, forward once and backward twice.',
];

const profiles = ['fast', 'balanced', 'accurate'];

export async function measure(context) {
  const program = path.join(context.root, 'dist/bench/engine-run.js');
  await bundleSource({
    entryPoints: [path.join(context.root, 'scripts/bench/engine-run.mjs')],
    outfile: program,
  });
  const engines = [{ id: 'tfjs-wasm' }];
  const figures = [];
  const tfjsNodePath = process.env.GAIT_TFJS_NODE;
  if (tfjsNodePath) engines.push({ id: 'tfjs-node', tfjsNodePath });
  else
    figures.push(
      leftOut('tfjs-node', 'GAIT_TFJS_NODE names no folder in whose node_modules it is installed'),
    );
  for (const profile of profiles) {
    const { network, windows } = trainingOf(context, profile);
    const runs = engines.map(() => []);
    for (let repeat = 0; repeat < (context.quick ? 1 : 3); repeat++) {
      context.say(`engines, ${profile}, ${repeat + 1}`);
      for (const [index, engine] of engines.entries()) {
        runs[index].push(await run(program, { ...engine, network, windows, steps: context.quick ? 6 : 15 }));
      }
    }
    engines.forEach(({ id }, index) => figures.push(figureOf(`${profile}, ${id}`, runs[index], windows)));
  }
  figures.push(numpyPeak());
  return figures;
}

/** The network of a profile for the features that a data set has, and the windows of its batches. */
function trainingOf({ kernel }, profile) {
  const { settings } = kernel.resolveSettings([{ source: 'bench', values: { performance_mode: profile } }]);
  const network = kernel.networkOf(settings, { features: kernel.featureNames, target: 'contact' });
  return { network, windows: settings.training.batch_size };
}

const run = (program, task) =>
  new Promise((resolve, reject) => {
    const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${task.id} ended with code ${code}`)));
  });

function figureOf(what, runs, windows) {
  const stepMs = median(runs.flatMap((one) => one.stepMs));
  const peak = Math.max(...runs.map(({ peakGflops }) => peakGflops));
  const gflops = runs[0].flopsPerStep / stepMs / 1e6;
  return timed(
    what,
    '',
    `${((1000 * windows) / stepMs).toFixed(0)} windows/s, ${stepMs.toFixed(0)} ms a step of ${windows} ` +
      `(${(runs[0].flopsPerStep / 1e9).toFixed(2)} GFLOP), ${gflops.toFixed(1)} GFLOP/s, ` +
      `${percent(gflops / peak, 0)} of its peak of ${peak.toFixed(0)}`,
  );
}

/** What a library of native code reaches on one thread, where it is here. */
function numpyPeak() {
  const code = `
import numpy, time
a = numpy.random.default_rng(1).random((512, 512), dtype='float32')
best = min((lambda t: (a @ a, time.perf_counter() - t)[1])(time.perf_counter()) for _ in range(50))
print(2 * 512 ** 3 / best / 1e9)
`;
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  try {
    const gflops = Number(execFileSync('python3', ['-c', code], { env, encoding: 'utf8', stdio: 'pipe' }));
    return told('the same product with numpy, one thread', `${gflops.toFixed(0)} GFLOP/s`);
  } catch {
    return leftOut('the same product with numpy', 'python3 with numpy is not here');
  }
}
