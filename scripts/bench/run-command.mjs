import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { lastWords } from './run-gait.mjs';

/**
 * Runs a command of gait to its end, in a folder of the caller's.
 * @returns how long it took, and what it printed.
 * @throws where it ends with another code than 0.
 */
export async function runCommand({ root }, folder, args) {
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    // As the first line of the command starts itself.
    ['--v8-pool-size=1', path.join(root, 'dist/gait.js'), ...args],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  let said = '';
  child.stdout.on('data', (text) => (printed += text));
  child.stderr.on('data', (text) => (said = (said + text).slice(-4000)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`gait ${args[0]} ended with exit code ${code}: ${lastWords(said)}`);
  return { wallS: (performance.now() - startedMs) / 1000, printed };
}

/** Runs `gait benchmark` and reads what it found. */
export async function runBenchmark(context, folder, args) {
  const { wallS, printed } = await runCommand(context, folder, ['benchmark', ...args, '--json']);
  return { wallS, ...JSON.parse(printed) };
}
