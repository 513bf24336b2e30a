import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startMonitor, type Monitor, type MonitorOptions } from '../../src/kernel/performance/monitor';
import { followProc, followProcessTree, followPs } from '../../src/kernel/performance/process-tree';
import type { ResourceSample } from '../../src/shared/run-record';

/** A child process that runs a line of JavaScript; `hold(mb)` keeps so much memory resident. */
async function startChild(script: string): Promise<ChildProcess> {
  const hold = 'globalThis.held = []; const hold = (mb) => held.push(Buffer.alloc(mb * 2 ** 20, 1));';
  const child = spawn(process.execPath, ['-e', `${hold} ${script}; setInterval(() => undefined, 1000);`], {
    stdio: ['ipc', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout!, 'data');
  return child;
}

async function watch(options: MonitorOptions): Promise<Monitor> {
  const monitor = await startMonitor(options);
  onTestFinished(async () => {
    await monitor.stop();
  });
  return monitor;
}

/** A monitor, and a promise of the first sample that is as wanted. */
async function sampler(): Promise<(wanted: (sample: ResourceSample) => boolean) => Promise<ResourceSample>> {
  let waiting:
    { wanted: (sample: ResourceSample) => boolean; resolve: (sample: ResourceSample) => void } | undefined;
  await watch({
    limitMb: 100_000,
    onSample: (sample) => {
      if (waiting?.wanted(sample)) waiting.resolve(sample);
    },
  });
  return (wanted) => new Promise((resolve) => (waiting = { wanted, resolve }));
}

const ready = "process.stdout.write('ready')";

describe('the monitor', () => {
  it('counts the memory of children and of their children, while they are there', async () => {
    const sampled = await sampler();
    const before = await sampled(() => true);
    const child = await startChild(
      `const { spawn } = require('node:child_process');
       const grandchild = spawn(process.execPath, ['-e', "const held = Buffer.alloc(120 * 2 ** 20, 1); setInterval(() => held, 1000); ${ready}"]);
       process.on('exit', () => grandchild.kill('SIGKILL'));
       process.on('SIGTERM', () => process.exit());
       hold(100);
       grandchild.stdout.once('data', () => ${ready})`,
    );
    const during = await sampled(({ processes }) => processes >= before.processes + 2);
    expect(during.rssMb).toBeGreaterThan(before.rssMb + 220);
    child.kill('SIGTERM');
    const after = await sampled(({ processes }) => processes === before.processes);
    expect(after.rssMb).toBeLessThan(during.rssMb - 200);
  });

  it('goes on looking while the main thread is busy', async () => {
    const monitor = await watch({ limitMb: 100_000 });
    const startMs = performance.now();
    // Work that does not give way, as a long computation would.
    while (performance.now() - startMs < 1500) Math.sqrt(startMs);
    const { series } = await monitor.stop();
    expect(series.filter(({ timeS }) => timeS < 1.5).length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...series.map(({ cpuPercent }) => cpuPercent))).toBeGreaterThan(20);
  });

  it('tells what it saw so far and goes on', async () => {
    const monitor = await watch({ limitMb: 100_000 });
    const [before, same] = await Promise.all([monitor.soFar(), monitor.soFar()]);
    expect(same).toEqual(before);
    const child = await startChild(`hold(150); ${ready}`);
    const isSeen = async (): Promise<boolean> => (await monitor.soFar()).peakRssMb > before.peakRssMb + 100;
    await vi.waitUntil(isSeen, { timeout: 10_000 });
    child.kill('SIGKILL');
    const after = await monitor.stop();
    expect(after.peakRssMb).toBeGreaterThan(before.peakRssMb + 100);
    expect(await monitor.soFar()).toEqual(after);
  });

  it('warns near the limit, says when to stop, and so keeps memory below it', async () => {
    const first = await startMonitor({ limitMb: 100_000 });
    const limitMb = (await first.stop()).last.rssMb + 300;
    const told: string[] = [];
    const child = await startChild(`setInterval(() => hold(1), 10); ${ready}`);
    const monitor = await new Promise<Monitor>((resolve, reject) => {
      const starting = watch({
        limitMb,
        onNear: (near) => told.push(near ? 'near' : 'eased'),
        onLimit: ({ rssMb }) => {
          told.push('limit');
          child.kill('SIGKILL');
          expect(rssMb).toBeGreaterThan(0.85 * limitMb);
          starting.then(resolve, reject);
        },
      });
    });
    const { peakRssMb } = await monitor.stop();
    expect(told.slice(0, 2)).toEqual(['near', 'near']);
    expect(told.filter((event) => event === 'limit')).toHaveLength(1);
    expect(peakRssMb).toBeLessThan(limitMb);
  });

  it('gives the same summary when it is stopped twice, with the peak of what is gone', async () => {
    const child = await startChild(`hold(150); ${ready}`);
    let seen = (): void => undefined;
    const childSeen = new Promise<void>((resolve) => (seen = resolve));
    const monitor = await watch({
      limitMb: 100_000,
      onSample: ({ processes }) => {
        if (processes > 1) seen();
      },
    });
    await childSeen;
    child.kill('SIGKILL');
    await once(child, 'exit');
    const summary = await monitor.stop();
    expect(await monitor.stop()).toBe(summary);
    expect(summary.peakRssMb).toBeGreaterThan(summary.last.rssMb + 100);
    expect(Math.max(...summary.series.map(({ rssMb }) => rssMb))).toBe(summary.peakRssMb);
  });

  it('begins anew with each step: the peak of one is not that of the next', async () => {
    const child = await startChild(`hold(150); ${ready}`);
    const first = await (await startMonitor({ limitMb: 100_000 })).stop();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const second = await (await startMonitor({ limitMb: 100_000 })).stop();
    expect(second.peakRssMb).toBeLessThan(first.peakRssMb - 100);
    expect(second.last.processes).toBe(1);
  });

  it('watches two at once, each against its own limit', async () => {
    let reached = (): void => undefined;
    const limitReached = new Promise<void>((resolve) => (reached = resolve));
    const wide = await watch({ limitMb: 100_000, onLimit: () => expect.fail('This limit is far away.') });
    await watch({ limitMb: 20, onLimit: reached });
    await limitReached;
    expect((await wide.stop()).peakRssMb).toBeGreaterThan(20);
  });

  it('says so where there is nothing to watch', async () => {
    await expect(startMonitor({ limitMb: 1000, rootPid: 4_194_305 })).rejects.toMatchObject({
      name: 'GaitError',
    });
  });
});

describe('a process tree', () => {
  it.runIf(process.platform === 'linux')('has the same figures through /proc as through ps', async () => {
    const child = await startChild(`hold(100); ${ready}`);
    const [proc, ps] = [followProc(child.pid!), followPs(child.pid!)];
    // ps takes its time, in which a busy machine moves the figures: it must lie between two looks.
    const before = proc.read()!;
    const theirs = ps.read()!;
    const after = proc.read()!;
    proc.close();
    const between = (value: number, look: (figures: typeof before) => number, toleranceMb: number) => {
      const [low, high] = [look(before), look(after)].sort((one, other) => one - other) as [number, number];
      expect(value).toBeGreaterThan(low - toleranceMb);
      expect(value).toBeLessThan(high + toleranceMb);
    };
    expect(before.rssMb).toBeGreaterThan(100);
    between(theirs.rssMb, ({ rssMb }) => rssMb, 5);
    between(theirs.vmsMb!, ({ vmsMb }) => vmsMb!, 20);
    between(theirs.processes[0]!.cpuS, ({ processes }) => processes[0]!.cpuS, 1.1);
    expect(theirs.processes.map(({ pid }) => pid)).toEqual(after.processes.map(({ pid }) => pid));
  });

  it.runIf(process.platform === 'linux')('still counts a process whose parent died before it', async () => {
    const child = await startChild(
      `const { spawn } = require('node:child_process');
       const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
       process.stdout.write(String(orphan.pid))`,
    );
    const tree = followProcessTree(process.pid);
    onTestFinished(() => {
      tree.close();
    });
    const orphanOf = (parent: number) => followProcessTree(parent);
    const family = orphanOf(child.pid!);
    const orphan = family
      .read()!
      .processes.map(({ pid }) => pid)
      .find((pid) => pid !== child.pid);
    family.close();
    onTestFinished(() => {
      process.kill(orphan!, 'SIGKILL');
    });
    expect(tree.read()!.processes.map(({ pid }) => pid)).toContain(orphan);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(tree.read()!.processes.map(({ pid }) => pid)).toContain(orphan);
  });

  it('is gone when its root is', async () => {
    const child = await startChild(ready);
    const tree = followProcessTree(child.pid!);
    expect(tree.read()).not.toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(tree.read()).toBeNull();
    tree.close();
  });
});
