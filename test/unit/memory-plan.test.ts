import { describe, expect, it } from 'vitest';
import {
  planGait,
  planPhantom,
  planPose,
  resolveMemoryLimit,
  type PlanRequest,
} from '../../src/shared/memory-plan';

const video = (widthPx: number, heightPx: number, codec = 'h264', pixelFormat = 'yuv420p') => ({
  widthPx,
  heightPx,
  codedWidthPx: widthPx,
  codedHeightPx: heightPx,
  codec,
  pixelFormat,
});
const request = (changes: Partial<PlanRequest>): PlanRequest => ({
  limitMb: 2048,
  availableCores: 4,
  parallel: true,
  maxWorkers: 4,
  modelComplexity: 0,
  segmentation: false,
  frameWidth: 640,
  videos: [video(1920, 1080), video(1280, 720), video(640, 360)],
  ...changes,
});
const profiles = {
  fast: { modelComplexity: 0, segmentation: false, limitMb: 1024 },
  balanced: { modelComplexity: 1, segmentation: false, limitMb: 2048 },
  accurate: { modelComplexity: 2, segmentation: true, limitMb: 4096 },
} as const;

const planned = (changes: Partial<PlanRequest>) => {
  const result = planPose(request(changes));
  if (!result.ok) throw new Error(result.message);
  return result.plan;
};
const refused = (changes: Partial<PlanRequest>) => {
  const result = planPose(request(changes));
  if (result.ok) throw new Error('it was planned');
  return result;
};

describe('the plan', () => {
  it.each(Object.entries(profiles))('runs two videos side by side in %s at its own limit', (_, profile) => {
    expect(planned({ ...profile, availableCores: 2 })).toMatchObject({ workers: 2, boundBy: 'cores' });
  });

  it('expects to stay below the limit', () => {
    for (const limitMb of [440, 500, 700, 1024, 3000]) {
      expect(planned({ limitMb }).expectedMb).toBeLessThan(limitMb);
    }
  });

  it('counts what ended workers leave behind, where videos follow one another', () => {
    const small = video(640, 360);
    expect(planned({ limitMb: 400, videos: [small] }).workers).toBe(1);
    expect(refused({ limitMb: 400, videos: [small, small] }).neededMb).toBeLessThanOrEqual(410);
    expect(planned({ limitMb: 410, videos: [small, small, small] }).workers).toBe(1);
    // As the gait command starts itself.
    const lean = { limitMb: 400, oneV8Thread: true };
    expect(planned({ ...lean, videos: [small, small, small] }).workers).toBe(1);
    expect(planned({ ...lean, videos: [video(1920, 1080), video(1920, 1080)] }).workers).toBe(1);
  });

  it('uses more workers with more memory, and says what held it back', () => {
    expect(planned({ limitMb: 440 })).toMatchObject({ workers: 1, boundBy: 'max_memory_mb' });
    expect(
      planned({ limitMb: 8192, videos: Array(9).fill(video(640, 360)), availableCores: 16 }),
    ).toMatchObject({
      workers: 4,
      boundBy: 'max_workers',
    });
    expect(planned({ parallel: false })).toMatchObject({ workers: 1, boundBy: 'parallel_processing' });
    expect(planned({ videos: [video(640, 360)] })).toMatchObject({ workers: 1, boundBy: 'one video' });
    expect(planned({ availableCores: 1 })).toMatchObject({ workers: 1, boundBy: 'cores' });
  });

  it.each([
    ['a phone, H.264', { ...video(1920, 1080), referenceFrames: 4 }],
    ['a phone, HEVC with 10 bits', video(1920, 1080, 'hevc', 'yuv420p10le')],
    ['a browser, VP9', video(1920, 1080, 'vp9')],
    ['a small clip', video(640, 360)],
  ])('fits fast into 400 MB for a video of %s', (_, one) => {
    expect(planned({ limitMb: 400, videos: [one] }).workers).toBe(1);
  });

  it('gives spare cores to the decoder of a large video only', () => {
    expect(planned({ limitMb: 4096, videos: [video(3840, 2160)] }).decoderThreads).toBe(4);
    expect(planned({ limitMb: 4096, videos: [video(1920, 1080)] }).decoderThreads).toBe(1);
    expect(planned({ limitMb: 480, videos: [video(3840, 2160)] }).decoderThreads).toBe(1);
  });

  it('costs more for more bits, more chroma and more references', () => {
    const cost = (one: PlanRequest['videos'][number]) => planned({ videos: [one], limitMb: 1e5 }).expectedMb;
    const usual = cost(video(1920, 1080));
    expect(cost(video(1920, 1080, 'h264', 'yuv420p10le'))).toBeGreaterThan(usual);
    expect(cost(video(1920, 1080, 'h264', 'yuv444p'))).toBeGreaterThan(usual);
    expect(cost({ ...video(1920, 1080), referenceFrames: 16 })).toBeGreaterThan(usual);
  });
});

describe('a refusal', () => {
  it.each(Object.entries(profiles))('meets %s at 150 MB, and names a limit that would do', (_, profile) => {
    const { neededMb, message, suggestion } = refused({ ...profile, limitMb: 150 });
    expect(message).toContain('150 MB');
    expect(suggestion).toContain(String(neededMb));
    expect(planPose(request({ ...profile, limitMb: neededMb })).ok).toBe(true);
    expect(planPose(request({ ...profile, limitMb: neededMb - 11 })).ok).toBe(false);
  });

  it('names the profile that needs less', () => {
    expect(refused({ ...profiles.accurate, limitMb: 450 }).suggestion).toContain('"fast"');
    expect(refused({ ...profiles.fast, limitMb: 150 }).suggestion).not.toContain('"fast"');
  });

  it('says that an 8K video is why', () => {
    const { message } = refused({ limitMb: 500, videos: [video(7680, 4320)] });
    expect(message).toMatch(/Decoding the largest video alone takes about \d{3} MB/);
  });
});

describe('the plan for finding events', () => {
  const hour = { frames: 108_000, points: 25 };

  it('has room for an hour of video at the default limit of fast', () => {
    const planned = planGait({ ...hour, limitMb: profiles.fast.limitMb });
    expect(planned).toMatchObject({ ok: true });
    if (planned.ok) expect(planned.expectedMb).toBeLessThan(profiles.fast.limitMb);
  });

  it('refuses what does not fit, and names the least limit that would do', () => {
    const planned = planGait({ ...hour, limitMb: 400 });
    if (planned.ok) throw new Error('it was planned');
    expect(planned.message).toContain('108000 frames of 25 points');
    expect(planned.suggestion).toContain(`max_memory_mb to ${planned.neededMb} or more`);
    expect(planGait({ ...hour, limitMb: planned.neededMb }).ok).toBe(true);
    expect(planGait({ ...hour, limitMb: planned.neededMb - 11 }).ok).toBe(false);
  });

  it('grows with the frames and with the points', () => {
    const expectedMb = (frames: number, points: number) => {
      const planned = planGait({ limitMb: 1e6, frames, points });
      return planned.ok ? planned.expectedMb : NaN;
    };
    expect(expectedMb(20_000, 25)).toBeGreaterThan(expectedMb(10_000, 25));
    expect(expectedMb(10_000, 50)).toBeGreaterThan(expectedMb(10_000, 25));
  });
});

describe('the plan for a phantom', () => {
  const small = { widthPx: 640, heightPx: 360, wantedWorkers: 4 };

  it('draws with all threads that are wanted where they fit, and with fewer where they do not', () => {
    expect(planPhantom({ ...small, limitMb: 2048 })).toMatchObject({ ok: true, workers: 4 });
    expect(planPhantom({ ...small, limitMb: 400 })).toMatchObject({ ok: true, workers: 1 });
  });

  it('refuses a picture that is too large, and names the least limit that would do', () => {
    const large = { widthPx: 3840, heightPx: 2160, wantedWorkers: 2 };
    const planned = planPhantom({ ...large, limitMb: 1024 });
    if (planned.ok) throw new Error('it was planned');
    expect(planned.message).toContain('3840 × 2160');
    expect(planPhantom({ ...large, limitMb: planned.neededMb })).toMatchObject({ ok: true, workers: 1 });
    expect(planPhantom({ ...large, limitMb: planned.neededMb - 11 }).ok).toBe(false);
  });
});

describe('a memory limit', () => {
  it('is megabytes, or a share of what is available', () => {
    expect(resolveMemoryLimit(1024, 8000)).toBe(1024);
    expect(resolveMemoryLimit('80%', 8000)).toBe(6400);
    expect(resolveMemoryLimit('12.5%', 1001)).toBe(125);
  });
});
