import { createHash } from 'node:crypto';

/** Everything that a result depends on, and nothing else: the memory limit and the workers are not in it. */
export interface ResultIdentity {
  readonly step: string;
  /** Raised whenever the step's code changes what comes out. */
  readonly version: number;
  /** Digests of what goes in, by role: `{video: 'ab12…'}`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Parameters and settings that are marked `result`; keys that are undefined do not count. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What computes it: model digest, library version, ffmpeg build. */
  readonly engines: Readonly<Record<string, string>>;
}

/**
 * JSON in one spelling: keys sorted, no spaces, undefined left out.
 * @throws TypeError for what JSON would change in silence (NaN, infinities, functions, class instances).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`Not plain data, so it has no address: a ${typeof value}.`);
}

/** The address of a result in the store: 64 hexadecimal digits. */
export const addressOf = (identity: ResultIdentity): string =>
  createHash('sha256').update(canonicalJson(identity)).digest('hex');
