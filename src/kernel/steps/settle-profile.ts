import type { Candidate } from '../../shared/auto-profile';
import { defaultProfiles } from '../../shared/resolve-settings';
import type { ResolvedSettings } from '../../shared/settings';
import type { StepContext } from './step';

export const isBuiltIn = (profile: string): boolean => Object.hasOwn(defaultProfiles, profile);

/** All profiles as they would be taken: with the limit and the deadline that were given, not with their own. */
export const candidatesOf = ({
  profileNames,
  settingsWith,
  resolved: asked,
}: Pick<StepContext, 'profileNames' | 'settingsWith' | 'resolved'>): Candidate[] =>
  profileNames.map((profile) => {
    const { settings, sources } = settingsWith(profile);
    const { max_memory_mb, deadline_s } = asked.settings;
    const kept = Object.fromEntries(
      ['max_memory_mb', 'deadline_s'].map((key) => [key, asked.sources[key] ?? 'default']),
    );
    return {
      profile,
      resolved: {
        settings: { ...settings, max_memory_mb, deadline_s },
        sources: { ...sources, ...kept },
      },
    };
  });

/** Puts a choice into the record and the log, and into what the step goes on with. */
export function settled(
  { resolved: { settings, sources } }: Candidate,
  source: string,
  note: string,
  context: StepContext,
): StepContext {
  const resolved: ResolvedSettings = { settings, sources: { ...sources, performance_mode: source } };
  context.recorder.settle(resolved);
  context.recorder.note(note);
  context.log('info', note);
  return { ...context, settings, resolved };
}
