/** Why a step ended without a result; the command line turns each kind into its exit code. */
export type GaitErrorKind = 'bad-input' | 'memory-limit' | 'failed' | 'cancelled';

/** Exit codes of the `gait` command. */
export const exitCodes: Record<GaitErrorKind, number> = {
  failed: 1,
  'bad-input': 2,
  'memory-limit': 3,
  cancelled: 130,
};

/**
 * An error that a user can act on: `message` says what is wrong, `hint` what to do.
 * Anything else that is thrown is a defect of ours and is reported as `failed`.
 */
export class GaitError extends Error {
  override readonly name = 'GaitError';

  constructor(
    readonly kind: GaitErrorKind,
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const badInput = (message: string, hint?: string): GaitError =>
  new GaitError('bad-input', message, hint);

export const cancelled = (): GaitError => new GaitError('cancelled', 'Cancelled.');

/** Wraps whatever was thrown, so that callers handle one type. */
export function toGaitError(thrown: unknown): GaitError {
  if (thrown instanceof GaitError) return thrown;
  if (thrown instanceof Error) {
    if (thrown.name === 'AbortError') return cancelled();
    return new GaitError('failed', thrown.message, undefined, { cause: thrown });
  }
  return new GaitError('failed', String(thrown));
}
