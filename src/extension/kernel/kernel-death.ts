import { GaitError } from '../../shared/errors';

/** How a kernel's process ended, as far as its client knows. */
export interface KernelDeath {
  /**
   * `unexpected`: by itself, or by somebody else. `no-answer`: its client ended it, for it did not answer Stop in time.
   * `closed`: its client ended it, as it was asked to.
   */
  readonly reason: 'unexpected' | 'no-answer' | 'closed';
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last memory figure of its processes together, and the limit it was held to; null where no step ran. */
  readonly lastMemoryMb: number | null;
  readonly limitMb: number | null;
  readonly lastLogLines: readonly string[];
}

/** What a run is rejected with where its kernel is gone. */
export class KernelGone extends GaitError {
  constructor(readonly death: KernelDeath) {
    const { kind, message, hint } = describeDeath(death);
    super(kind, message, hint);
  }
}

/** A kernel's death in words for the user: what happened, and what to do. */
export function describeDeath(death: KernelDeath): Pick<GaitError, 'kind' | 'message'> & { hint: string } {
  switch (death.reason) {
    case 'closed':
      return { kind: 'cancelled', message: 'The kernel was ended.', hint: nextKernel };
    case 'no-answer':
      return {
        kind: 'cancelled',
        message: 'Stopped. The kernel did not answer in time and was ended.',
        hint: nextKernel,
      };
    case 'unexpected':
      return {
        kind: 'failed',
        message: [`The kernel ended unexpectedly: ${howItEnded(death)}.`, memoryOf(death), logOf(death)]
          .filter((part) => part !== '')
          .join(' '),
        hint: nextKernel,
      };
  }
}

/** A kernel that ended before its handshake. */
export const describeFailedStart = (death: KernelDeath): GaitError =>
  new GaitError(
    'failed',
    `The kernel did not start: ${howItEnded(death)}. ${logOf(death)}`,
    'Reload the window; where that does not help, install Gait Notebook again.',
  );

const nextKernel = 'Run the cell again: a new kernel starts and takes what was finished from the store.';

function howItEnded({ exitCode, signal }: KernelDeath): string {
  if (signal === 'SIGKILL') return 'killed by SIGKILL, as a system does that runs out of memory';
  if (signal !== null) return `killed by ${signal}`;
  return exitCode === null ? 'there was no process' : `exit code ${exitCode}`;
}

const memoryOf = ({ lastMemoryMb, limitMb }: KernelDeath): string =>
  lastMemoryMb === null || limitMb === null
    ? ''
    : `Its last memory figure was ${Math.round(lastMemoryMb)} of ${Math.round(limitMb)} MB.`;

const logOf = ({ lastLogLines }: KernelDeath): string =>
  lastLogLines.length === 0 ? 'Its log is empty.' : `Last lines of its log:\n${lastLogLines.join('\n')}`;
