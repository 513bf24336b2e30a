import { autoProfile } from './auto-profile';
import { baselineName } from './benchmark';
import { badInput, type GaitError } from './errors';
import { nearest } from './nearest';

/** Names that no profile can have, and why. */
const takenNames = new Map([
  [autoProfile, 'it stands for the most accurate profile that fits'],
  [baselineName, 'benchmarks call the baseline so'],
]);

/** Why no profile can be called so; null where one can. */
export function takenName(name: string): string | null {
  const meaning = takenNames.get(name);
  return meaning === undefined ? null : `"${name}" is taken: ${meaning}.`;
}

/**
 * Why a profile cannot be measured, or laid beside others; null where it can.
 * @param known those that can be.
 */
export function notMeasurable(name: string, known: readonly string[]): GaitError | null {
  if (name === autoProfile) {
    return badInput(
      `"${autoProfile}" is no profile of its own: it chooses one of the others.`,
      `Name them themselves: ${known.join(', ')}.`,
    );
  }
  return known.includes(name) ? null : unknownProfile(name, known);
}

/**
 * A profile is named that there is not.
 * @param known those that can be named there.
 * @param neededBy the profile that starts from it.
 */
export function unknownProfile(name: string, known: readonly string[], neededBy?: string): GaitError {
  const close = nearest(name, known);
  return badInput(
    `There is no profile "${name}"${neededBy === undefined ? '' : `, which the profile "${neededBy}" starts from`}.`,
    `${close === undefined ? '' : `Did you mean "${close}"? `}Known are: ${known.join(', ')}.`,
  );
}
