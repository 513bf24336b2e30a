import { describe, expect, it } from 'vitest';
import { runOutput } from '../../src/kernel/display/outputs/run';
import type { RunRecord } from '../../src/shared/run-record';
import { runRecord } from './display-fixture';

const shown = (record: RunRecord): { text: unknown; picture: unknown } => {
  const step = { step: 'extract-pose', video: 'walk.mp4' } as const;
  const run = { recordId: record.id, step, inputs: {}, read: {}, results: null, record };
  const { data } = runOutput(run, { files: [], folders: [] });
  return { text: data['text/plain'], picture: data['image/svg+xml'] };
};

describe('what a cell says of its run', () => {
  it('names the highest memory beside the limit, in its text and in its picture', () => {
    const { text, picture } = shown(runRecord([]));
    expect(text).toContain('done in 12.0 s; at most 412 of 1024 MB; 2 workers');
    expect(picture).toContain('12.0 s, at most 412 MB<');
  });

  it('names no memory where the system does not tell it', () => {
    const memory = { peakRssMb: 0, rssMb: 0, vmsMb: null, limitMb: 1024 };
    const { text, picture } = shown(runRecord([], { memory, series: [] }));
    expect(text).toContain('done in 12.0 s; 2 workers');
    expect(picture).toContain('12.0 s</text>');
    expect(picture).not.toContain('at most');
  });
});
