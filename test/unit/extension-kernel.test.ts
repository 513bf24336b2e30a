import { describe, expect, it, vi } from 'vitest';
import { NotebookKernel } from '../../src/extension/execution/notebook-kernel';
import type { KernelClient } from '../../src/extension/kernel/kernel-client';
import type { KernelDeath } from '../../src/extension/kernel/kernel-death';
import type { SessionSetup } from '../../src/shared/protocol';

const setup: SessionSetup = { name: '/study/a.gaitnb', workingFolder: '/study', storeFolder: null };
const death = (reason: KernelDeath['reason']): KernelDeath => ({
  reason,
  exitCode: 1,
  signal: null,
  lastMemoryMb: null,
  limitMb: null,
  lastLogLines: ['Out of memory'],
});

/** Kernels that are started and ended by hand. */
function kernels() {
  const started: { setup: SessionSetup; end: (how: KernelDeath) => void; stopped: boolean }[] = [];
  const onDeath = vi.fn<(how: KernelDeath) => void>();
  const kernel = new NotebookKernel((asked) => {
    const listeners: ((how: KernelDeath) => void)[] = [];
    const one = {
      setup: asked,
      stopped: false,
      end: (how: KernelDeath) => {
        for (const listener of listeners) listener(how);
      },
    };
    started.push(one);
    return Promise.resolve({
      onExit: (listener: (how: KernelDeath) => void) => listeners.push(listener),
      stop: () => {
        one.stopped = true;
        one.end(death('closed'));
        return Promise.resolve();
      },
    } as unknown as KernelClient);
  }, onDeath);
  return { kernel, started, onDeath };
}

describe('a notebook’s kernel', () => {
  it('is started once, and kept', async () => {
    const { kernel, started } = kernels();
    const [first, second] = await Promise.all([kernel.client(setup), kernel.client(setup)]);
    expect(first).toBe(second);
    expect(started).toHaveLength(1);
    expect(kernel.lives).toBe(true);
  });

  it('that died is told of and started anew when it is needed', async () => {
    const { kernel, started, onDeath } = kernels();
    await kernel.client(setup);
    started[0]!.end(death('unexpected'));
    expect(onDeath).toHaveBeenCalledOnce();
    expect(kernel.lives).toBe(false);
    await kernel.client(setup);
    expect(started).toHaveLength(2);
  });

  it('that was stopped is nothing to tell of', async () => {
    const { kernel, started, onDeath } = kernels();
    await kernel.client(setup);
    await kernel.stop();
    expect(started[0]!.stopped).toBe(true);
    expect(onDeath).not.toHaveBeenCalled();
    expect(kernel.lives).toBe(false);
  });

  it('gives way to another where results are stored elsewhere by now', async () => {
    const { kernel, started } = kernels();
    await kernel.client(setup);
    await kernel.client({ ...setup, storeFolder: '/other' });
    expect(started.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(started[1]!.setup.storeFolder).toBe('/other');
  });

  it('that could not start is tried again', async () => {
    let tries = 0;
    const kernel = new NotebookKernel(
      () => {
        tries += 1;
        return Promise.reject(new Error('No memory.'));
      },
      () => undefined,
    );
    await expect(kernel.client(setup)).rejects.toThrow('No memory.');
    await expect(kernel.client(setup)).rejects.toThrow('No memory.');
    expect(tries).toBe(2);
    await kernel.stop();
    expect(kernel.lives).toBe(false);
  });
});
