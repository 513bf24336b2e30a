import { describe, expect, it } from 'vitest';
import { leastLimitMb, refusedLimit } from '../../src/shared/least-limit';
import { resolveSettings } from '../../src/shared/resolve-settings';

const settingsOf = (performance_mode: string) =>
  resolveSettings([{ source: 'test', values: { performance_mode } }]).settings;

describe('a limit below what the process alone takes', () => {
  it.each(['fast', 'balanced', 'accurate'])(
    'is refused before %s begins, with one that would do',
    (profile) => {
      const refused = refusedLimit('load-video', 150, settingsOf(profile));
      expect(refused?.kind).toBe('memory-limit');
      expect(refused?.message).toContain('The memory limit of 150 MB');
      const [, named] = /^Set max_memory_mb to (\d+)/.exec(refused?.hint ?? '') ?? [];
      expect(Number(named)).toBe(leastLimitMb(settingsOf(profile)));
      expect(refusedLimit('load-video', Number(named), settingsOf(profile))).toBeNull();
    },
  );

  it('names the profile that takes less, where there is one', () => {
    expect(refusedLimit('load-video', 150, settingsOf('accurate'))?.hint).toContain('profile "fast"');
    expect(refusedLimit('load-video', 150, settingsOf('fast'))?.hint).not.toContain('profile');
  });

  it('is refused for landmarks as well, which need no pose model', () => {
    const refused = refusedLimit('load-landmarks', 150, settingsOf('fast'));
    const [, named] = /^Set max_memory_mb to (\d+)/.exec(refused?.hint ?? '') ?? [];
    expect(Number(named)).toBeLessThan(leastLimitMb(settingsOf('fast')));
    expect(refusedLimit('load-landmarks', Number(named), settingsOf('fast'))).toBeNull();
  });
});
