import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCpuMeter } from '../../src/kernel/performance/cpu-meter';
import { createLimitWatch } from '../../src/kernel/performance/limit-watch';
import { availableCores, availableMemoryMb, totalMemoryMb } from '../../src/kernel/performance/machine';
import { followPs, parsePs } from '../../src/kernel/performance/process-tree';
import { createSeries } from '../../src/kernel/performance/series';
import { aSample } from './performance-fixture';

describe('the watch on the limit', () => {
  it('goes from ok over near to over while memory rises, all below the limit', () => {
    const watch = createLimitWatch(1000);
    const states = [500, 890, 900, 955, 960, 990].map((rssMb, index) => watch.see(index, rssMb));
    expect(states).toEqual(['ok', 'ok', 'near', 'near', 'over', 'over']);
  });

  it('stops earlier where memory grows fast, but never so early that a plan which fits is stopped', () => {
    const growing = (mbPerS: number): number => {
      const watch = createLimitWatch(1000);
      for (let sample = 0; ; sample++) {
        const rssMb = 500 + sample * 0.02 * mbPerS;
        if (watch.see(sample * 0.02, rssMb) === 'over') return rssMb;
      }
    };
    const [slow, fast, wild] = [growing(10), growing(1000), growing(5000)];
    expect(slow).toBeGreaterThanOrEqual(960);
    expect(fast).toBeLessThan(950);
    expect(wild).toBeGreaterThanOrEqual(920);
  });

  it('leaves room to stop in under a small limit', () => {
    const watch = createLimitWatch(150);
    expect([100, 119, 134].map((rssMb, index) => watch.see(index, rssMb))).toEqual(['ok', 'near', 'over']);
  });

  it('admits work again only when memory has clearly eased', () => {
    const watch = createLimitWatch(1000);
    expect([910, 880, 860, 849, 880].map((rssMb, index) => watch.see(index, rssMb))).toEqual([
      'near',
      'near',
      'near',
      'ok',
      'ok',
    ]);
  });
});

describe('the series of a run', () => {
  it('stays bounded for a run of any length and never loses the peak or the end', () => {
    const series = createSeries(100);
    for (let index = 0; index < 100_000; index++) {
      series.add(aSample({ timeS: index, rssMb: index === 54_321 ? 999 : 300 + (index % 10) }));
    }
    const kept = series.samples();
    expect(kept.length).toBeLessThanOrEqual(101);
    expect(kept.length).toBeGreaterThan(40);
    expect(Math.max(...kept.map(({ rssMb }) => rssMb))).toBe(999);
    expect(kept.at(-1)!.timeS).toBeGreaterThan(98_000);
    const times = kept.map(({ timeS }) => timeS);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('keeps every sample of a short run', () => {
    const series = createSeries(100);
    const samples = Array.from({ length: 50 }, (_, timeS) => aSample({ timeS }));
    for (const sample of samples) series.add(sample);
    expect(series.samples()).toEqual(samples);
  });
});

describe('CPU use', () => {
  it('counts what was used since the first look, over processes that come and go', () => {
    const meter = createCpuMeter();
    expect(meter(0, { processes: [{ pid: 1, cpuS: 100 }] })).toBe(0);
    expect(meter(0.25, { processes: [{ pid: 1, cpuS: 100.25 }] })).toBeCloseTo(100);
    const withChild = [
      { pid: 1, cpuS: 100.5 },
      { pid: 2, cpuS: 0.25 },
    ];
    expect(meter(0.5, { processes: withChild })).toBeCloseTo(150);
    expect(meter(0.75, { processes: [{ pid: 1, cpuS: 100.5 }] })).toBeCloseTo(100);
    expect(meter(1, { processes: [{ pid: 1, cpuS: 100.5 }] })).toBeCloseTo(0);
  });
});

describe('where there is no ps', () => {
  it('this process alone is looked at, and no virtual memory is claimed', () => {
    const here = Object.getOwnPropertyDescriptor(process, 'platform')!;
    Object.defineProperty(process, 'platform', { ...here, value: 'win32' });
    onTestFinished(() => {
      Object.defineProperty(process, 'platform', here);
    });
    const reading = followPs(process.pid).read()!;
    expect(reading.rssMb).toBeGreaterThan(0);
    expect(reading.vmsMb).toBeNull();
    expect(reading.processes.map(({ pid }) => pid)).toEqual([process.pid]);
  });
});

describe('ps', () => {
  it('is read with its kilobytes and its clocks', () => {
    expect(
      parsePs('  1     0  1024  4096  00:01:02\n 77 1 2048 8192 1-02:03:04\n 78 1 10 20 2:03.45\n\n'),
    ).toEqual([
      { pid: 1, parent: 0, rssMb: 1, vmsMb: 4, cpuS: 62 },
      { pid: 77, parent: 1, rssMb: 2, vmsMb: 8, cpuS: 93_784 },
      { pid: 78, parent: 1, rssMb: 10 / 1024, vmsMb: 20 / 1024, cpuS: 123.45 },
    ]);
  });
});

describe('what a machine has', () => {
  /** A machine as the kernel tells of it. */
  function machineWith(files: Record<string, string>) {
    const root = mkdtempSync(path.join(os.tmpdir(), 'machine-'));
    onTestFinished(() => {
      rmSync(root, { recursive: true });
    });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), `${content}\n`);
    }
    return { proc: path.join(root, 'proc'), cgroup: path.join(root, 'cgroup') };
  }
  const meminfo = { 'proc/meminfo': 'MemTotal: 16777216 kB\nMemFree: 1024 kB\nMemAvailable: 8388608 kB' };
  const mb = (count: number): string => String(count * 2 ** 20);

  it('is what is available, not what is free, where no container limits it', () => {
    const folders = machineWith({ ...meminfo, 'proc/self/cgroup': '0::/', 'cgroup/cgroup.procs': '1' });
    expect(availableMemoryMb(folders)).toBe(8192);
  });

  it('is less in a container (cgroup v2), where cached files do not count as used', () => {
    const folders = machineWith({
      ...meminfo,
      'proc/self/cgroup': '0::/app/worker',
      'cgroup/app/memory.max': mb(2000),
      'cgroup/app/memory.current': mb(900),
      'cgroup/app/memory.stat': `anon 1\ninactive_file ${mb(400)}\nactive_file 5`,
      'cgroup/app/worker/memory.max': 'max',
      'cgroup/app/worker/memory.current': mb(10),
      'cgroup/app/cpu.max': '250000 100000',
    });
    expect(availableMemoryMb(folders)).toBe(1500);
    expect(totalMemoryMb(folders)).toBe(Math.min(2000, os.totalmem() / 2 ** 20));
    expect(availableCores(folders)).toBe(Math.min(2, os.availableParallelism()));
  });

  it('is less in an older container (cgroup v1), whose own path is not visible inside', () => {
    const folders = machineWith({
      ...meminfo,
      'proc/self/cgroup': '5:cpu,cpuacct:/docker/ab12\n4:memory:/docker/ab12\n0::/',
      'cgroup/memory/memory.limit_in_bytes': mb(512),
      'cgroup/memory/memory.usage_in_bytes': mb(112),
      'cgroup/memory/memory.stat': `cache 5\ntotal_inactive_file ${mb(0)}`,
      'cgroup/cpu/cpu.cfs_quota_us': '50000',
      'cgroup/cpu/cpu.cfs_period_us': '100000',
    });
    expect(availableMemoryMb(folders)).toBe(400);
    expect(availableCores(folders)).toBe(1);
  });

  it('is not limited by what version 1 writes for "no limit"', () => {
    const folders = machineWith({
      ...meminfo,
      'proc/self/cgroup': '4:memory:/',
      'cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
      'cgroup/memory/memory.usage_in_bytes': mb(100),
      'cgroup/cpu/cpu.cfs_quota_us': '-1',
    });
    expect(availableMemoryMb(folders)).toBe(8192);
    expect(availableCores(folders)).toBe(os.availableParallelism());
  });
});
