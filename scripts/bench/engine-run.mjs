// A process that trains with one engine: what it computes in a second, and the most that its library reaches here.
import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openEngine } from '../../src/kernel/training/engines';
import { flopsPerStep } from '../../src/shared/network';
import { bell, uniform } from '../../src/shared/random';

const { id, tfjsNodePath, network, windows, steps } = JSON.parse(process.argv[2]);
const engine = await openEngine({ id, tfjsNodePath });
// The same copy of the library as the engine's: a module is loaded once.
const from = createRequire(path.join(tfjsNodePath ?? process.cwd(), 'package.json'));
const tf = from(id === 'tfjs-node' ? '@tensorflow/tfjs-node' : '@tensorflow/tfjs-core');

const next = uniform(1);
const labels = windows * network.windowFrames * network.groups;
const batch = {
  windows,
  features: Float32Array.from({ length: windows * network.windowFrames * network.features }, bell(next)),
  targets: Float32Array.from({ length: labels }, () => Math.round(next())),
  weights: new Float32Array(labels).fill(1),
};
const trainer = await engine.createTrainer(network, { seed: 1 });
const stepMs = [];
for (let step = 0; step < steps + 3; step++) {
  const startedMs = performance.now();
  await trainer.step([batch], 0.001);
  // The first ones prepare and are compiled.
  if (step >= 3) stepMs.push(performance.now() - startedMs);
}
trainer.close();

const size = 512;
const square = tf.randomUniform([size, size], -1, 1, 'float32', 1);
const productMs = [];
for (let again = 0; again < 20; again++) {
  const startedMs = performance.now();
  // What is returned from within would be searched for tensors, number by number.
  tf.tidy(() => {
    tf.matMul(square, square).dataSync();
  });
  productMs.push(performance.now() - startedMs);
}
process.send(
  {
    stepMs,
    flopsPerStep: flopsPerStep(network, windows),
    peakGflops: (2 * size ** 3) / Math.min(...productMs) / 1e6,
  },
  () => process.exit(0),
);
