import { describe, expect, it } from 'vitest';
import { suitedLayer, suitedSettings } from '../../src/shared/suited-settings';

const gb = 1024;

describe('settings that suit a machine', () => {
  it.each([
    ['a small one', { memoryMb: 2 * gb, availableMb: 1.6 * gb, cores: 2 }, 'fast', 1024, 2, 16],
    ['one sold as 4 GB', { memoryMb: 3.8 * gb, availableMb: 3.2 * gb, cores: 4 }, 'fast', 1024, 4, 16],
    ['a middling one', { memoryMb: 12 * gb, availableMb: 5 * gb, cores: 4 }, 'balanced', 2048, 4, 32],
    ['one sold as 8 GB', { memoryMb: 7.7 * gb, availableMb: 6.5 * gb, cores: 8 }, 'balanced', 2048, 8, 32],
    ['one sold as 16 GB', { memoryMb: 15.6 * gb, availableMb: 14 * gb, cores: 8 }, 'accurate', 4096, 8, 64],
    ['a big one', { memoryMb: 64 * gb, availableMb: 60 * gb, cores: 32 }, 'accurate', 4096, 8, 64],
  ])('%s', (_which, machine, performance_mode, max_memory_mb, max_workers, batch_size) => {
    expect(suitedLayer(suitedSettings(machine))).toEqual({
      performance_mode,
      max_memory_mb,
      io_optimization: { max_workers, batch_size },
    });
  });

  it('step down where a big machine is nearly full, and say so', () => {
    const suited = suitedSettings({ memoryMb: 16 * gb, availableMb: 3 * gb, cores: 8 });
    expect(suited[0]).toMatchObject({ value: 'balanced' });
    expect(suited[0]!.because).toContain('80 % of the 3.0 GB that are available now');
  });

  it('never ask for more than four fifths of what is available', () => {
    for (const availableMb of [300, 900, 1500, 3000, 9000]) {
      const limit = suitedSettings({ memoryMb: 16 * gb, availableMb, cores: 2 })[1]!.value;
      expect(limit).toBeLessThanOrEqual(0.8 * availableMb);
    }
  });
});
