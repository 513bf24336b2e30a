import type { GaitErrorKind } from './errors';

/** Why a cell's step did not come to an end. */
export interface RunFailure {
  readonly kind: GaitErrorKind;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What a cell calls that, by its kind. */
export const failureTitles = {
  'bad-input': 'Not run',
  'memory-limit': 'Memory limit',
  failed: 'Failed',
  cancelled: 'Stopped',
} as const satisfies Record<GaitErrorKind, string>;

/** What a cell says where its step did not come to an end. */
export const failureText = ({ message, hint }: Omit<RunFailure, 'kind'>): string =>
  hint === undefined ? message : `${message}\n${hint}`;

/**
 * What a cell says that its user stopped.
 * @param how where stopping took more than asking.
 */
export function stoppedText(how?: Omit<RunFailure, 'kind'>): string {
  const lines = [`${how?.message ?? 'Stopped.'} What was finished is kept.`, how?.hint ?? ''];
  return lines.filter((line) => line !== '').join('\n');
}
