// What each profile would take until a deadline, and what is measured to know it.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { predictRun } from '../../src/kernel/performance/benchmark/predict';
import { profileTimes } from '../../src/kernel/performance/benchmark/profile-times';
import { calibrate, type ToCalibrate } from '../../src/kernel/performance/benchmark/short-calibration';
import type { StepContext } from '../../src/kernel/steps/step';
import { cancelled } from '../../src/shared/errors';
import { resolveSettings } from '../../src/shared/resolve-settings';

vi.mock('../../src/kernel/performance/benchmark/predict');
vi.mock('../../src/kernel/performance/benchmark/short-calibration');

type Profile = 'accurate' | 'balanced' | 'fast';
/** Seconds that are known of each profile, by whose engine measured them. */
type Known = Partial<Record<Profile, number>>;

const optionOf = (profile: Profile): ToCalibrate => ({
  candidate: {
    profile,
    resolved: resolveSettings([{ source: 'cell', values: { performance_mode: profile } }]),
  },
  fitting: [{} as ToCalibrate['fitting'][number]],
  workers: 1,
});
const options = (['accurate', 'balanced', 'fast'] as const).map(optionOf);

/** What is told of each profile where so much is known, and calibrating finds out `toFind`. */
async function timesOf(
  { here = {}, elsewhere = {}, toFind = {} }: { here?: Known; elsewhere?: Known; toFind?: Known },
  leftS: number,
  signal = new AbortController().signal,
) {
  const found: Known = { ...here };
  vi.mocked(predictRun).mockImplementation((_work, _plan, settings, _tools, _context, from) => {
    const profile = settings.performance_mode as Profile;
    const seconds = found[profile] ?? (from === 'this-v8' ? undefined : elsewhere[profile]);
    if (seconds === undefined) return Promise.resolve(null);
    return Promise.resolve({
      seconds: { low: seconds, expected: seconds, high: seconds },
      peakRssMb: null,
      measuredAt: '',
    });
  });
  vi.mocked(calibrate).mockImplementation(({ candidate }, _tools, context) => {
    const profile = candidate.profile as Profile;
    if (toFind[profile] !== undefined) {
      found[profile] = toFind[profile];
      return Promise.resolve(null);
    }
    // One that takes longer than anybody waits for.
    return new Promise((_resolve, reject) => {
      context.signal.addEventListener('abort', () => {
        reject(cancelled());
      });
    });
  });
  const stage = (_name: string, work: () => unknown): unknown => work();
  const context = { signal, recorder: { stage }, limitMb: 2048 } as unknown as StepContext;
  const { times, calibrationS } = await profileTimes(
    options,
    {} as Parameters<typeof profileTimes>[1],
    context,
    () => leftS,
  );
  const [accurate, balanced, fast] = options.map((option) => times.get(option)!);
  return { accurate: accurate!, balanced: balanced!, fast: fast!, calibrationS };
}

const measured = (): string[] => vi.mocked(calibrate).mock.calls.map(([{ candidate }]) => candidate.profile);

beforeEach(() => {
  vi.clearAllMocks();
});

describe('what profiles would take until a deadline', () => {
  it('is what was measured here, and nothing is measured for it', async () => {
    const times = await timesOf({ here: { fast: 5, balanced: 10, accurate: 20 } }, 60);
    expect(times.accurate).toMatchObject({ refusal: null, seconds: { high: 20 } });
    expect(times.calibrationS).toBe(0);
    expect(measured()).toEqual([]);
  });

  it('is measured anew where only another Node has measured it', async () => {
    const elsewhere = { fast: 50, balanced: 100, accurate: 200 };
    const times = await timesOf({ elsewhere, toFind: { fast: 5, balanced: 10, accurate: 20 } }, 60);
    expect(measured()).toEqual(['fast', 'balanced', 'accurate']);
    expect(times.accurate).toMatchObject({ refusal: null, seconds: { high: 20 } });
  });

  it('is by what another Node measured where a lighter one is too slow already', async () => {
    const times = await timesOf({ elsewhere: { fast: 50, balanced: 100 }, toFind: { fast: 70 } }, 60);
    expect(measured()).toEqual(['fast']);
    expect(times.balanced).toMatchObject({ refusal: null, seconds: { high: 100 } });
    expect(times.accurate).toMatchObject({ refusal: expect.stringContaining('lighter one') as string });
  });

  it('is not looked for any longer than one that is sure to be through in time stays so', async () => {
    const times = await timesOf({ here: { fast: 10 } }, 11.05);
    expect(measured()).toContain('balanced');
    expect(times.fast).toMatchObject({ refusal: null, seconds: { high: 10 } });
    expect(times.balanced).toMatchObject({
      refusal: 'was not measured: that would leave too little time for fast',
      seconds: null,
    });
    expect(times.calibrationS).toBeGreaterThan(0);
  });

  it('is not looked for where there is no time for it', async () => {
    const times = await timesOf({ here: { fast: 10 }, elsewhere: { balanced: 10.2 } }, 10.5);
    expect(measured()).toEqual([]);
    expect(times.calibrationS).toBe(0);
    // What another engine measured is still something to go by.
    expect(times.balanced).toMatchObject({ refusal: null, seconds: { high: 10.2 } });
    expect(times.accurate.refusal).toBe('was not measured: that would leave too little time for balanced');
  });

  it('is not told where the user stops it meanwhile', async () => {
    const stop = new AbortController();
    const stopped = timesOf({}, 60, stop.signal);
    await vi.waitFor(() => {
      expect(measured()).toEqual(['fast']);
    });
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
