import { autoDescription, autoProfile } from './auto-profile';
import { defaultProfiles } from './resolve-settings';
import type { Profile, ProfileTable } from './settings';

/** A profile as lists show it. */
export interface ListedProfile {
  readonly name: string;
  readonly origin: 'built-in' | 'configuration file' | 'chosen by the step';
  /** What it sets; for `auto`, which sets nothing by itself, only what it does. */
  readonly profile: Profile;
}

/** Every profile that a benchmark can measure, and that others can start from. */
export const measurableProfiles = (own: ProfileTable): readonly ListedProfile[] =>
  Object.entries({ ...defaultProfiles, ...own }).map(([name, profile]) => ({
    name,
    origin: Object.hasOwn(own, name) ? 'configuration file' : 'built-in',
    profile,
  }));

/** Every profile that a cell, a flag or a setting can name as its own: those, and `auto`. */
export const choosableProfiles = (own: ProfileTable): readonly ListedProfile[] => [
  ...measurableProfiles(own),
  { name: autoProfile, origin: 'chosen by the step', profile: { description: autoDescription } },
];

export const namesOf = (listed: readonly ListedProfile[]): string[] => listed.map(({ name }) => name);
