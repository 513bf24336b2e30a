import { describe, expect, it } from 'vitest';
import { figureSentence } from '../../src/shared/advice-figure';

const sentence = (name: string, value: number, threshold: number, unit: string) =>
  figureSentence({ name, value, threshold, unit });

describe('the figure of an advice', () => {
  it('is called what people call it, with as many digits as say something', () => {
    expect(sentence('frames_per_second', 4.4391, 15, 'frames/s')).toBe(
      'The speed is 4.44 frames/s; the advice begins at 15 frames/s.',
    );
    expect(sentence('limit_mb', 2048.4, 1024, 'MB')).toBe(
      'The memory limit is 2048 MB; the advice begins at 1024 MB.',
    );
  });

  it('counts one as one', () => {
    expect(sentence('from_store', 1, 1, 'walks')).toBe(
      'What came from the store is 1 walk; the advice begins at 1 walk.',
    );
    expect(sentence('video_processing_s', 1, 30, 's')).toContain('is 1 s;');
  });

  it('says up to where it speaks for a choice, where a small one does', () => {
    expect(sentence('events_error_ms', 14, 22, 'ms')).toBe(
      'The error of events, bias and spread together, of the worse kind, is 14 ms; up to 22 ms counts as the same.',
    );
  });

  it('is rounded as the advice above it is', () => {
    expect(sentence('events_difference_ms', 6.75, 16.75, 'ms')).toBe(
      'The difference between events is 7 ms; up to 17 ms counts as the same.',
    );
  });

  it('goes by the key of a setting, under which it is changed', () => {
    expect(sentence('batch_size', 5000, 256, 'frames')).toBe(
      'batch_size is 5000 frames; the advice begins at 256 frames.',
    );
  });
});
