import { describe, expect, it } from 'vitest';
import { describeVideo } from '../../src/kernel/video/probe';

const stream = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  pix_fmt: 'yuv420p',
  width: 1920,
  height: 1080,
  coded_width: 1920,
  coded_height: 1088,
  level: 40,
  r_frame_rate: '30/1',
  avg_frame_rate: '30/1',
  duration: 10,
  nb_frames: 300,
};
const sound = { index: 1, codec_type: 'audio', codec_name: 'aac' };
const describeOne = (changes: object, format: Record<string, unknown> = {}) =>
  describeVideo('walk.mp4', { streams: [{ ...stream, ...changes }, sound], format }, 1000);

describe('what ffprobe says of a video', () => {
  it('gives size, rates and length', () => {
    expect(describeOne({})).toMatchObject({
      widthPx: 1920,
      heightPx: 1080,
      codedHeightPx: 1088,
      rotationDeg: 0,
      averageFps: 30,
      durationS: 10,
      expectedFrames: 300,
      variableFrameRate: false,
      sizeBytes: 1000,
    });
  });

  it.each([
    ['side data of the display matrix, counterclockwise', { rotation: '-90' }, 90],
    ['side data the other way', { rotation: 90 }, 270],
    ['the tag of older files, clockwise', { tags: { rotate: '90' } }, 90],
    ['both at once, which agree', { rotation: '-90', tags: { rotate: '90' } }, 90],
    ['upside down', { rotation: '-180' }, 180],
  ])('turns a phone video upright by %s', (_, changes, rotationDeg) => {
    const info = describeOne(changes);
    expect(info.rotationDeg).toBe(rotationDeg);
    expect([info.widthPx, info.heightPx]).toEqual(rotationDeg === 180 ? [1920, 1080] : [1080, 1920]);
  });

  it('evens out pixels that are not square', () => {
    expect(describeOne({ width: 1440, sample_aspect_ratio: '4:3' })).toMatchObject({
      widthPx: 1920,
      pixelAspect: 4 / 3,
    });
    expect(describeOne({ sample_aspect_ratio: '0:1' }).pixelAspect).toBe(1);
  });

  it('notices a variable frame rate', () => {
    expect(describeOne({ r_frame_rate: '60/1', avg_frame_rate: '28910/1000' }).variableFrameRate).toBe(true);
    expect(describeOne({ r_frame_rate: '30000/1001', avg_frame_rate: '2997/100' }).variableFrameRate).toBe(
      false,
    );
  });

  it('finds the length where Matroska keeps it, or in the container, and guesses the frames from it', () => {
    const unknown = { duration: 'N/A', nb_frames: 'N/A' };
    expect(describeOne({ ...unknown, tags: { DURATION: '00:01:02.500000000' } }).expectedFrames).toBe(1875);
    expect(describeOne(unknown, { duration: 4 }).expectedFrames).toBe(120);
  });

  it('passes over cover art and takes the video', () => {
    const cover = {
      ...stream,
      codec_name: 'mjpeg',
      width: 300,
      height: 300,
      disposition: { attached_pic: 1 },
    };
    const info = describeVideo('walk.mp4', { streams: [cover, { ...stream, index: 1 }], format: {} }, 1);
    expect([info.streamIndex, info.widthPx]).toEqual([1, 1920]);
  });

  it('knows how many pictures H.264 may refer back to', () => {
    expect(describeOne({ level: 40 }).referenceFrames).toBe(4);
    expect(describeOne({ level: 51 }).referenceFrames).toBe(16);
    expect(describeOne({ codec_name: 'vp9' }).referenceFrames).toBeUndefined();
  });
});

describe('what is not a video', () => {
  it('says so of sound alone, also with cover art', () => {
    const cover = { ...stream, disposition: { attached_pic: 1 } };
    expect(() => describeVideo('song.m4a', { streams: [sound, cover], format: {} }, 1)).toThrow(
      'song.m4a holds sound but no picture.',
    );
  });

  it('says so of a file with no streams', () => {
    expect(() => describeVideo('empty.mp4', { streams: [], format: {} }, 1)).toThrow(/holds no video/);
  });

  it('says so of a picture without size', () => {
    expect(() => describeOne({ width: 0, height: 0, pix_fmt: undefined })).toThrow(/0 × 0 pixels/);
  });

  it('names the codec that this ffmpeg cannot decode', () => {
    expect(() => describeOne({ codec_name: 'unknown', pix_fmt: 'unknown' })).toThrow(/cannot decode/);
    expect(() => describeOne({ codec_name: 'av2', pix_fmt: undefined })).toThrow(/codec "av2"/);
  });
});
