import { describe, expect, it } from 'vitest';
import { overLimitAdvice, settingsForAllCells } from '../../src/shared/advice-for-all-cells';

describe('a benchmark’s advice in the configuration file, where it holds for all cells,', () => {
  it('names the profile alone: the limit was reckoned for the videos that were measured', () => {
    const settings = { performance_mode: 'fast', max_memory_mb: 640 };
    expect(settingsForAllCells({ id: 'take-profile', settings })).toEqual({ performance_mode: 'fast' });
  });

  it('is not offered for a profile that only fits with a limit of its own', () => {
    const settings = { performance_mode: 'accurate', max_memory_mb: 2048 };
    expect(settingsForAllCells({ id: overLimitAdvice, settings })).toBeNull();
  });

  it('stands there whole where it names no limit', () => {
    const settings = { io_optimization: { parallel_processing: true, max_workers: 4 } };
    expect(settingsForAllCells({ id: 'more-workers-pay', settings })).toEqual(settings);
  });
});
