import { describe, expect, it } from 'vitest';
import { describeSettings, poseEngine, timeFactor } from '../../src/kernel/pose/mediapipe';
import { expectedFrames, realDurationS } from '../../src/kernel/pose/track';

const hourS = 3600;
const lastStampMs = 2 ** 31 - 1;

describe('smoothing that has no switch', () => {
  it('is left alone, with real times, when it is wanted', () => {
    expect(timeFactor(true, 10)).toBe(1);
  });

  it.each([0, 1, 60, hourS, 10 * hourS])(
    'is turned off without ever running out of time stamps, in %d s of video that may be twice as long',
    (durationS) => {
      expect(timeFactor(false, durationS) * 2 * durationS * 1000).toBeLessThanOrEqual(lastStampMs);
    },
  );

  it('has frames lie more than a minute apart for it in an ordinary clip, and still seconds apart in an hour', () => {
    expect(timeFactor(false, 30) / 30).toBeGreaterThan(60);
    expect(timeFactor(false, hourS) / 30).toBeGreaterThan(5);
  });

  it('is told in the run record', () => {
    const settings = {
      model_complexity: 0,
      min_detection_confidence: 0.3,
      min_tracking_confidence: 0.4,
      smooth_landmarks: false,
      enable_segmentation: true,
    } as const;
    const notes = describeSettings(settings, 1234).join('\n');
    expect(notes).toMatch(/multiplied by 1234/);
    expect(notes).toMatch(/minPoseDetectionConfidence/);
    expect(notes).toMatch(/minPosePresenceConfidence/);
    expect(notes).toMatch(/outputSegmentationMasks/);
  });
});

describe('how long a recording really is', () => {
  const info = { expectedFrames: 300, durationS: 10 } as Parameters<typeof realDurationS>[0]['info'];

  it('is what the file says, unless the camera recorded faster than it plays', () => {
    expect(realDurationS({ info })).toBe(10);
    expect(realDurationS({ info, captureFps: 240 })).toBe(1.25);
  });

  it('bounds the frames that are looked at', () => {
    expect(expectedFrames({ info, frameRate: null })).toBe(300);
    expect(expectedFrames({ info, frameRate: 10 })).toBe(100);
    expect(expectedFrames({ info, frameRate: 1000 })).toBe(300);
  });

  it('of a walk that is cut to its first frames is that of these frames', () => {
    expect(realDurationS({ info, maxFrames: 60 })).toBe(2);
    expect(realDurationS({ info, maxFrames: 60, captureFps: 240 })).toBe(0.25);
    expect(realDurationS({ info, maxFrames: 900 })).toBe(10);
    expect(expectedFrames({ info, maxFrames: 60, frameRate: null })).toBe(60);
    expect(expectedFrames({ info, maxFrames: 60, frameRate: 15 })).toBe(30);
  });
});

describe('what a stored pose depends on', () => {
  it('names the pinned library and the digest of the model', () => {
    const lite = poseEngine(0);
    expect(lite['pose library']).toBe('@mediapipe/tasks-vision 0.10.35');
    expect(lite['pose model']).toMatch(/^lite [0-9a-f]{64}$/);
    expect(poseEngine(2)['pose model']).not.toBe(lite['pose model']);
  });
});
