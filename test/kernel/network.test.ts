// Patients' videos stay on the machine: a whole run of the command tries no connection, nor do the programs it starts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/kernel/package-files';
import { gait, sample } from '../fixtures/gait-command';
import { canWatch } from '../fixtures/process-watch';
import { makeClip, packagedTools } from '../fixtures/video-clips';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-network-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const tools = await packagedTools();
for (const [index, fromS] of ['0', '2'].entries()) {
  makeClip(tools, path.join(folder, `walk-${index}.mp4`), [
    ...['-ss', fromS, '-i', sample, '-frames:v', '12'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  ]);
}
/** Preloads what reports every attempt, in the command and in its workers. */
const watching = {
  NODE_OPTIONS: `--import ${pathToFileURL(path.join(packageRoot, 'test/fixtures/network-watch.mjs')).href}`,
};
const attempts = (said: string): string[] => said.split('\n').filter((line) => line.startsWith('network: '));

it('nothing is tried on the network from a video to its report', async () => {
  const videos = ['--videos', 'walk-0.mp4', 'walk-1.mp4'];
  const end = await gait(['analyze', ...videos, '--performance-mode', 'fast'], {
    folder,
    env: watching,
    watchedFor: 'memory and sockets',
  });
  expect(end.code).toBe(0);
  expect(attempts(end.err)).toEqual([]);
  expect(end.sockets).toEqual([]);
});

it('an attempt would be seen, in the command as in what it starts', async () => {
  const listener = net.createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port } = listener.address() as net.AddressInfo;
  // Loaded beside the watch: a command that talks, itself and through another program.
  const talking = path.join(folder, 'talking.mjs');
  writeFileSync(
    talking,
    `import net from 'node:net';
     import { spawn } from 'node:child_process';
     import { isMainThread } from 'node:worker_threads';
     if (isMainThread && !process.env.TALKS) {
       net.connect(${port}, '127.0.0.1').unref();
       const script = "require('node:net').connect(${port}, '127.0.0.1'); setTimeout(process.exit, 1000)";
       spawn(process.execPath, ['-e', script], { env: { ...process.env, NODE_OPTIONS: '', TALKS: '1' }, stdio: 'ignore' });
     }`,
  );
  const env = { NODE_OPTIONS: `${watching.NODE_OPTIONS} --import ${pathToFileURL(talking).href}` };
  const end = await gait(['doctor', '--json'], { folder, env, watchedFor: 'memory and sockets' });
  listener.close();
  expect(attempts(end.err)).toContain('network: connect');
  if (canWatch) expect(end.sockets.length).toBeGreaterThan(0);
});
