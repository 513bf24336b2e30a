import { GaitError } from '../../shared/errors';
import { otherProtocol, protocolVersion } from '../../shared/protocol';
import { connectToKernel } from './connection';
import { forkedKernel } from './forked-kernel';
import type { KernelClient, KernelOptions, RunWatchers } from './kernel-client';
import { describeFailedStart, type KernelDeath } from './kernel-death';
import { createKernelLog } from './kernel-log';
import { forkKernel } from './kernel-process';

const handshakeMs = 30_000;

/**
 * Starts a kernel; resolves on its handshake.
 * @throws GaitError where it ends before, speaks another version of the protocol, or does not answer in time.
 */
export async function startKernel(options: KernelOptions): Promise<KernelClient> {
  const { kernelFile, session, timeoutMs = handshakeMs, env = process.env } = options;
  const log = createKernelLog(options.onLog ?? (() => undefined));
  const running = forkKernel(kernelFile, env, log);
  const runs = new Map<string, RunWatchers>();
  let memory: Pick<KernelDeath, 'lastMemoryMb' | 'limitMb'> = { lastMemoryMb: null, limitMb: null };
  const connection = connectToKernel(running.child, {
    progress: (notice) => runs.get(notice.runId)?.onProgress?.(notice),
    sample: (notice) => {
      memory = { lastMemoryMb: notice.sample.rssMb, limitMb: notice.limitMb };
      runs.get(notice.runId)?.onSample?.(notice);
    },
    log: ({ level, message }) => {
      log.add(level, message);
    },
  });
  const death = running.ended.then((end): KernelDeath => ({
    ...end,
    ...memory,
    lastLogLines: log.lastLines(),
  }));

  let silence: NodeJS.Timeout | undefined;
  try {
    const info = await Promise.race([
      connection.initialize({ protocol: protocolVersion, session }),
      death.then((how) => {
        throw describeFailedStart(how);
      }),
      new Promise<never>((_, reject) => {
        silence = setTimeout(() => {
          reject(noHandshake(timeoutMs));
        }, timeoutMs);
      }),
    ]);
    if (info.protocol !== protocolVersion) throw otherProtocol(protocolVersion, info.protocol);
    return forkedKernel({ info, running, connection, runs, death });
  } catch (thrown) {
    running.expectEnd('closed');
    running.kill();
    await death;
    throw thrown;
  } finally {
    clearTimeout(silence);
  }
}

const noHandshake = (timeoutMs: number): GaitError =>
  new GaitError(
    'failed',
    `The kernel did not answer within ${timeoutMs / 1000} s of its start, and was ended.`,
    'Run the cell again when the machine is less busy. The kernel’s log may say more.',
  );
