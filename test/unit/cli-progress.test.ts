import { describe, expect, it } from 'vitest';
import { showProgress } from '../../src/cli/progress';
import { textTable } from '../../src/shared/text-table';
import { duration, progressLine } from '../../src/shared/progress-line';
import type { RunRecord, StepProgress } from '../../src/shared/run-record';
import type { StepOutcome } from '../../src/shared/outcome';

const progress = (doneFrames: number): StepProgress => ({
  step: 'extract-pose',
  doneFrames,
  totalFrames: 1200,
  framesPerSecond: 28.44,
  secondsLeft: (1200 - doneFrames) / 28.44,
});

function screen(live: boolean, columns = 120) {
  let text = '';
  let nowMs = 0;
  const show = showProgress(
    { out: () => undefined, err: (more) => (text += more), live, columns },
    () => nowMs,
  );
  return {
    show,
    text: () => text,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
}

// Sound: only what is shown of an outcome is filled in.
const outcome = (walks: object[]): StepOutcome =>
  ({
    step: 'extract-pose',
    name: 'poses',
    walks,
    files: [],
    record: { seconds: 12.34 } as RunRecord,
  }) as unknown as StepOutcome;

describe('the progress line', () => {
  it('says frames, rate, time left and memory against the limit', () => {
    expect(progressLine(progress(342), { rssMb: 611.6, limitMb: 1024 })).toBe(
      'extract-pose  342 of 1200 frames  28.4 frames/s  30 s left  612 of 1024 MB',
    );
  });

  it('leaves out what is not known yet', () => {
    expect(progressLine({ ...progress(0), framesPerSecond: 0, secondsLeft: null }, null)).toBe(
      'extract-pose  0 of 1200 frames',
    );
  });

  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [95, '1 min 35 s'],
    [3725, '1 h 2 min'],
  ])('tells %d seconds as "%s"', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('progress on a screen', () => {
  it('is one line, written again, that never wraps', () => {
    const { show, text, later } = screen(true, 40);
    show.onSample({ rssMb: 600 }, 1024);
    for (let frame = 0; frame < 10; frame += 1) {
      show.onProgress(progress(frame));
      later(200);
    }
    expect(text()).not.toContain('\n');
    const lines = text().split('\r\u001b[2K').slice(1);
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line.length).toBeLessThan(40);
  });

  it('is taken away before the step’s own line', () => {
    const { show, text } = screen(true);
    show.onProgress(progress(3));
    show.stepDone(outcome([{ fromStore: true }, { fromStore: false, error: { message: 'x' } }]));
    expect(text()).toContain('\r\u001b[2Kextract-pose  2 walks in 12.3 s, 1 from the store, 1 failed\n');
  });

  it('is not written more often than one can read', () => {
    const { show, text, later } = screen(true);
    for (let frame = 0; frame < 100; frame += 1) {
      show.onProgress(progress(frame));
      later(10);
    }
    expect(text().split('\r').length - 1).toBeLessThan(10);
  });
});

describe('progress in a file or a pipe', () => {
  it('is a plain line every few seconds', () => {
    const { show, text, later } = screen(false);
    for (let second = 0; second < 12; second += 1) {
      show.onProgress(progress(second * 28));
      show.onSample({ rssMb: 500 }, 1024);
      later(1000);
    }
    expect(text()).not.toContain('\r');
    expect(text().trim().split('\n')).toHaveLength(3);
    expect(text()).not.toContain(' 0 of');
  });
});

describe('a table in text', () => {
  it('lines up letters of any script', () => {
    expect(
      textTable(
        ['walk', 'm/s'],
        [
          ['Gehtest für Ä', '1.2'],
          ['b', '–'],
        ],
      ),
    ).toBe('walk           m/s\nGehtest für Ä  1.2\nb                –');
  });
});
