// How a kernel ends: killed, hung, left alone, of another version; and how it is stopped. Nothing goes on running, and
// what was finished comes back.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { KernelGone, startKernel } from '../../src/extension/kernel';
import { formatTrc } from '../../src/kernel/landmarks/trc';
import { packageRoot } from '../../src/kernel/package-files';
import { readRuns } from '../../src/kernel/store/run-records';
import { protocolVersion, type ProgressNotice } from '../../src/shared/protocol';

import { minutesOfWalking } from '../fixtures/long-track';
import { markName, processesOf } from '../fixtures/process-watch';
import { kernelFile, startTestKernel, type TestKernel } from '../fixtures/test-kernel';
import { makeClip, packagedTools } from '../fixtures/video-clips';
import { until } from '../vscode/bed/until';

const work = mkdtempSync(path.join(os.tmpdir(), 'gait-kernel-ends-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});
const clip = makeClip(await packagedTools(), path.join(work, 'walk.mp4'), [
  ...['-i', path.join(packageRoot, 'samples/walker-side.mp4'), '-frames:v', '60'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
]);
const longTrial = path.join(work, 'forty-minutes.trc');
beforeAll(() => writeFile(longTrial, formatTrc(minutesOfWalking(40))));

/** Also where the test fails: what is left of it holds the error stream of the whole run, which then never ends. */
function endedAfterTest(child: ChildProcess): void {
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
}

let folders = 0;
async function freshFolder(): Promise<string> {
  const folder = path.join(work, `notebook-${++folders}`);
  await mkdir(folder);
  return folder;
}

const loadVideo = { step: 'load-video', video: clip, as: 'walks' } as const;
/** Where the pose is waited for. */
const loadShort = { ...loadVideo, max_frames: 12 } as const;
const extract = {
  step: 'extract-pose',
  video: 'walks',
  profile: 'fast',
  settings: { io_optimization: { batch_size: 1 } },
  as: 'poses',
} as const;

/** Runs the extraction up to its first frames, does what is asked for, and gives how it ended. */
async function inTheMiddle(kernel: TestKernel, act: () => void, signal?: AbortSignal) {
  let acted = false;
  const onProgress = ({ progress }: ProgressNotice): void => {
    if (acted || progress.doneFrames === 0) return;
    act();
    acted = true;
  };
  const ended = await kernel
    .run(extract, { watch: { onProgress }, ...(signal && { signal }) })
    .catch((thrown: unknown) => thrown);
  expect(acted).toBe(true);
  return ended;
}

/** A program to be forked in place of the kernel. */
async function program(name: string, text: string): Promise<string> {
  const file = path.join(work, `${name}.mjs`);
  await writeFile(file, text);
  return file;
}

describe('a kernel that is killed while it works', () => {
  it('is told with the signal, its last memory figure and its log, and its results come back', async () => {
    const folder = await freshFolder();
    const first = await startTestKernel(folder);
    await first.done(loadVideo);
    const ended = await inTheMiddle(first, () => process.kill(first.client.pid, 'SIGKILL'));
    expect(ended).toBeInstanceOf(KernelGone);
    const { death, message, hint } = ended as KernelGone;
    expect(death).toMatchObject({ reason: 'unexpected', exitCode: null, signal: 'SIGKILL' });
    expect(death.lastMemoryMb).toBeGreaterThan(50);
    expect(message).toContain(
      `Its last memory figure was ${Math.round(death.lastMemoryMb!)} of ${Math.round(death.limitMb!)} MB.`,
    );
    // The plan is logged as the step begins.
    expect(message).toMatch(/1 worker \(bound by /);
    expect(hint).toContain('a new kernel starts');
    expect(await first.left()).toEqual([]);
    await expect(first.run(loadVideo)).rejects.toBeInstanceOf(KernelGone);

    const second = await startTestKernel(folder);
    expect(await second.client.results()).toMatchObject([{ name: 'walks', step: 'load-video' }]);
    const { outcome } = await second.done(extract);
    expect(outcome.walks).toMatchObject([
      { fromStore: false, summary: expect.stringContaining('60 frames') as string },
    ]);
  });

  it('tells everybody who waits, and who asks later', async () => {
    const kernel = await startTestKernel(await freshFolder());
    const deaths: unknown[] = [];
    kernel.client.onExit((death) => deaths.push(death));
    await kernel.done(loadVideo);
    const waiting = kernel.run(extract);
    const behind = kernel.run(loadVideo);
    process.kill(kernel.client.pid, 'SIGKILL');
    await expect(waiting).rejects.toBeInstanceOf(KernelGone);
    await expect(behind).rejects.toBeInstanceOf(KernelGone);
    await expect(kernel.client.results()).rejects.toBeInstanceOf(KernelGone);
    kernel.client.onExit((death) => deaths.push(death));
    expect(deaths).toMatchObject([{ signal: 'SIGKILL' }, { signal: 'SIGKILL' }]);
  });
});

describe('Stop', () => {
  it('ends a step that looks at frames, keeps its plot, and the notebook goes on with the same kernel', async () => {
    const kernel = await startTestKernel(await freshFolder());
    await kernel.done(loadVideo);
    const stop = new AbortController();
    const ended = await inTheMiddle(
      kernel,
      () => {
        stop.abort();
      },
      stop.signal,
    );
    expect(ended).toMatchObject({ ok: false, error: { kind: 'cancelled' }, outputs: [{ slot: 'run' }] });
    const { outcome } = await kernel.done({ step: 'load-video', video: clip, as: 'again' });
    expect(outcome.walks[0]?.fromStore).toBe(true);
  });

  it('takes a step that only waits for others out of the queue, and leaves those alone', async () => {
    const kernel = await startTestKernel(await freshFolder());
    await kernel.done(loadShort);
    const stop = new AbortController();
    const running = kernel.run(extract);
    const waiting = kernel.run(loadVideo, { signal: stop.signal });
    stop.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
    expect(await running).toMatchObject({ ok: true });
  });

  it('ends a kernel that does not look up from its computing, and says so', async () => {
    const folder = await freshFolder();
    const kernel = await startTestKernel(folder);
    await kernel.done({ step: 'load-landmarks', landmarks: longTrial, as: 'trial' });
    const stop = new AbortController();
    const running = kernel.run({ step: 'detect-events', pose: 'trial' }, { signal: stop.signal });
    const stopped = expectStopped(running, kernel, stop.signal);
    await until('the analysis to begin', async () => {
      const [run] = await readRuns(path.join(folder, '.gait'), 1);
      return run?.stages.some(({ name }) => name === 'gait_events') === true;
    });
    stop.abort();
    await stopped;
  });

  it('ends a kernel that hangs', async () => {
    const kernel = await startTestKernel(await freshFolder());
    await kernel.done(loadVideo);
    const stop = new AbortController();
    const ended = inTheMiddle(
      kernel,
      () => {
        process.kill(kernel.client.pid, 'SIGSTOP');
        stop.abort();
      },
      stop.signal,
    );
    await expectStopped(
      ended.then((how) => {
        throw how;
      }),
      kernel,
      stop.signal,
    );
  });

  /** The kernel did not answer: it was ended within the time that Stop is given, and everything with it. */
  async function expectStopped(
    running: Promise<unknown>,
    kernel: TestKernel,
    signal: AbortSignal,
  ): Promise<void> {
    let askedMs = NaN;
    signal.addEventListener('abort', () => (askedMs = performance.now()));
    const error = await running.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(performance.now() - askedMs).toBeLessThan(2000);
    expect(error).toMatchObject({
      kind: 'cancelled',
      message: 'Stopped. The kernel did not answer in time and was ended.',
      death: { reason: 'no-answer' },
    });
    expect(await kernel.left()).toEqual([]);
  }
});

describe('closing a kernel', () => {
  it('stops what runs and leaves no process', async () => {
    const kernel = await startTestKernel(await freshFolder());
    await kernel.done(loadVideo);
    const deaths: unknown[] = [];
    kernel.client.onExit((death) => deaths.push(death));
    const ended = await inTheMiddle(kernel, () => void kernel.client.stop());
    await kernel.client.stop();
    // On a machine so busy that it does not close in time, the end of the kernel is what is heard.
    expect(ended instanceof KernelGone ? { error: ended } : ended).toMatchObject({
      error: { kind: 'cancelled' },
    });
    expect(deaths).toMatchObject([{ reason: 'closed' }]);
    expect(await kernel.left()).toEqual([]);
  });

  it('is what a kernel does by itself when its editor is gone', async () => {
    const folder = await freshFolder();
    const mark = randomUUID();
    const request = (id: number, method: string, params: object) => ({ jsonrpc: '2.0', id, method, params });
    const session = { name: null, workingFolder: folder, storeFolder: null };
    const settings = { configFile: null, layer: {}, sources: {} };
    const editor = await program(
      'editor',
      `import { fork } from 'node:child_process';
      const kernel = fork(${JSON.stringify(kernelFile)}, { detached: true });
      for (const message of ${JSON.stringify([
        request(1, 'initialize', { protocol: protocolVersion, session }),
        request(2, 'execute', { runId: 'a', step: loadVideo, settings }),
        request(3, 'execute', { runId: 'b', step: extract, settings }),
      ])}) kernel.send(message);
      kernel.on('message', ({ method, params }) =>
        method === 'progress' && params.progress.doneFrames > 0 && console.log('works'));`,
    );
    const child = spawn(process.execPath, [editor], {
      env: { ...process.env, [markName]: mark },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    endedAfterTest(child);
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await until('the kernel to work', () => said.includes('works'));
    // The editor, its kernel, and the kernel's ffmpeg.
    expect(processesOf(mark).length).toBeGreaterThanOrEqual(3);
    child.kill('SIGKILL');
    await until('the end of all its processes', () => processesOf(mark).length === 0, 5000);
    expect(processesOf(mark)).toEqual([]);
  });
});

describe('a kernel that cannot be used', () => {
  const session = { name: null, workingFolder: work, storeFolder: null };

  it('is refused by its editor where it speaks another version', async () => {
    const other = await program(
      'other-version',
      `process.on('message', ({ id }) => process.send({ jsonrpc: '2.0', id, result: { protocol: 99 } }));`,
    );
    await expect(startKernel({ kernelFile: other, session })).rejects.toMatchObject({
      message: `The editor speaks version ${protocolVersion} of the kernel's protocol, and the kernel version 99.`,
      hint: expect.stringContaining('Reload the window') as string,
    });
  });

  it('refuses an editor that speaks another version', async () => {
    const editor = await program(
      'newer-editor',
      `import { fork } from 'node:child_process';
      const kernel = fork(${JSON.stringify(kernelFile)});
      kernel.on('message', (answer) => { console.log(JSON.stringify(answer)); kernel.disconnect(); });
      kernel.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocol: 99, session: {} } });`,
    );
    const child = spawn(process.execPath, [editor], { stdio: ['ignore', 'pipe', 'inherit'] });
    endedAfterTest(child);
    let said = '';
    for await (const text of child.stdout) said += String(text);
    expect(JSON.parse(said)).toMatchObject({
      error: {
        message: `The editor speaks version 99 of the kernel's protocol, and the kernel version ${protocolVersion}.`,
        data: { hint: expect.stringContaining('Reload the window') as string },
      },
    });
  });

  it('is told with its exit code and last words where it ends at once', async () => {
    const broken = await program('broken', `console.error('a part is missing'); process.exit(3);`);
    await expect(startKernel({ kernelFile: broken, session })).rejects.toMatchObject({
      message: 'The kernel did not start: exit code 3. Last lines of its log:\na part is missing',
    });
    await expect(startKernel({ kernelFile: path.join(work, 'nowhere.js'), session })).rejects.toMatchObject({
      message: expect.stringContaining('nowhere.js') as string,
    });
  });

  it('is ended where it never answers', async () => {
    const mark = randomUUID();
    const mute = await program('mute', `process.on('message', () => {});`);
    const env = { ...process.env, [markName]: mark };
    await expect(startKernel({ kernelFile: mute, session, env, timeoutMs: 500 })).rejects.toMatchObject({
      message: 'The kernel did not answer within 0.5 s of its start, and was ended.',
    });
    expect(processesOf(mark)).toEqual([]);
  });

  it('ends with exit code 1 and says where, on an error that nobody caught', async () => {
    const failing = await program(
      'failing',
      `await import(${JSON.stringify(pathToFileURL(kernelFile).href)});
      process.on('message', ({ method }) => {
        if (method === 'execute') setTimeout(() => { throw new Error('a defect'); });
      });`,
    );
    const kernel = await startTestKernel(await freshFolder(), { kernelFile: failing });
    const error = await kernel.run(loadVideo).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ death: { reason: 'unexpected', exitCode: 1, signal: null } });
    expect((error as KernelGone).message).toMatch(/exit code 1.*Error: a defect.*failing\.mjs/s);
  });
});

describe('a kernel that floods its standard output', () => {
  it('goes on over its protocol, and little of the flood is kept', async () => {
    const flooding = await program(
      'flooding',
      `const lines = 'a line that nobody asked for\\n'.repeat(2000);
      const endless = 'x'.repeat(50_000);
      await import(${JSON.stringify(pathToFileURL(kernelFile).href)});
      setInterval(() => { process.stdout.write(lines); process.stderr.write(endless); }, 1);`,
    );
    const kernel = await startTestKernel(await freshFolder(), { kernelFile: flooding });
    const beforeMb = process.memoryUsage().heapUsed / 2 ** 20;
    await kernel.done(loadShort);
    await kernel.done(extract);
    const afterMb = process.memoryUsage().heapUsed / 2 ** 20;
    const leftOut = kernel.log.reduce(
      (sum, line) => sum + Number(/(\d+) lines were left out/.exec(line)?.[1] ?? 0),
      0,
    );
    expect(leftOut).toBeGreaterThan(100_000);
    expect(kernel.log.length).toBeLessThan(leftOut / 10);
    expect(afterMb - beforeMb).toBeLessThan(100);
    await kernel.client.stop();
    expect(await kernel.left()).toEqual([]);
  });
});
