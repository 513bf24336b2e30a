import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeDeath, type KernelDeath } from '../../src/extension/kernel/kernel-death';
import { createKernelLog } from '../../src/extension/kernel/kernel-log';
import { latestOnly } from '../../src/kernel/rpc/latest';

describe('the log of a kernel', () => {
  const log = (nowMs = () => 0) => {
    const told: string[] = [];
    return { told, log: createKernelLog((level, line) => told.push(`${level} ${line}`), nowMs) };
  };

  it('is told in lines, wherever the pipe cuts them', () => {
    const { told, log: kept } = log();
    const pipe = kept.pipe('warn');
    for (const text of ['one\ntw', 'o\r\n\nthr', 'ee']) pipe.write(text);
    expect(told).toEqual(['warn one', 'warn two']);
    pipe.end();
    expect(told.at(-1)).toBe('warn three');
  });

  it('cuts a line that never ends', () => {
    const { told, log: kept } = log();
    const pipe = kept.pipe('info');
    for (let chunk = 0; chunk < 1000; chunk++) pipe.write('x'.repeat(10_000));
    pipe.end();
    expect(told).toHaveLength(1);
    expect(told[0]!.length).toBeLessThan(2100);
    expect(told[0]).toMatch(/x …$/);
  });

  it('passes over a flood, says how much that was, and knows the last lines all the same', () => {
    let nowMs = 0;
    const { told, log: kept } = log(() => nowMs);
    for (let line = 1; line <= 10_000; line++) kept.add('info', `line ${line}`);
    expect(told).toHaveLength(200);
    nowMs = 1000;
    kept.add('error', 'what matters');
    expect(told.slice(-2)).toEqual(['warn 9800 lines were left out here.', 'error what matters']);
    expect(kept.lastLines().slice(-2)).toEqual(['line 10000', 'what matters']);
    expect(kept.lastLines()).toHaveLength(10);
  });

  it('says at its end what was left out', () => {
    const { told, log: kept } = log();
    for (let line = 0; line < 201; line++) kept.add('info', 'again');
    kept.end();
    expect(told.at(-1)).toBe('warn 1 line was left out here.');
  });
});

describe('the death of a kernel in words', () => {
  const death: KernelDeath = {
    reason: 'unexpected',
    exitCode: null,
    signal: 'SIGKILL',
    lastMemoryMb: 611.6,
    limitMb: 1024,
    lastLogLines: ['Plan: one worker', 'FATAL ERROR'],
  };

  it('tells signal, memory and log, and what to do', () => {
    expect(describeDeath(death)).toEqual({
      kind: 'failed',
      message:
        'The kernel ended unexpectedly: killed by SIGKILL, as a system does that runs out of memory. ' +
        'Its last memory figure was 612 of 1024 MB. Last lines of its log:\nPlan: one worker\nFATAL ERROR',
      hint: 'Run the cell again: a new kernel starts and takes what was finished from the store.',
    });
  });

  it('tells an exit code, and leaves out what is not known', () => {
    const idle = {
      ...death,
      signal: null,
      exitCode: 134,
      lastMemoryMb: null,
      limitMb: null,
      lastLogLines: [],
    };
    expect(describeDeath(idle).message).toBe(
      'The kernel ended unexpectedly: exit code 134. Its log is empty.',
    );
  });

  it('is no failure where the user wanted it', () => {
    expect(describeDeath({ ...death, reason: 'no-answer' })).toMatchObject({
      kind: 'cancelled',
      message: 'Stopped. The kernel did not answer in time and was ended.',
    });
    expect(describeDeath({ ...death, reason: 'closed' })).toMatchObject({ kind: 'cancelled' });
  });
});

describe('notices of a fast step', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('go on at once and then at most once in a while, the newest each time and the last one always', () => {
    const seen: number[] = [];
    const notices = latestOnly<number>(50, (value) => seen.push(value));
    for (const value of [1, 2, 3]) notices.offer(value);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(50);
    expect(seen).toEqual([1, 3]);
    notices.offer(4);
    notices.offer(5);
    notices.flush();
    expect(seen).toEqual([1, 3, 5]);
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 3, 5]);
    notices.offer(6);
    expect(seen).toEqual([1, 3, 5, 6]);
  });
});
