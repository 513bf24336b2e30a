import { describe, expect, it } from 'vitest';
import type { ExportedCell } from '../../src/kernel/export/exported-cells';
import { savedPerformance } from '../../src/kernel/export/saved-performance';
import { outputFormat, outputTypes, type RunOutput } from '../../src/shared/cell-output';
import type { RunRecord } from '../../src/shared/run-record';
import { aRecord, aSample } from './performance-fixture';

const ran = (changed: Partial<RunRecord>): ExportedCell => {
  const record = aRecord(changed);
  const payload: RunOutput = {
    kind: 'run',
    format: outputFormat,
    recordId: record.id,
    record,
    fromStore: false,
    recommendations: [],
    ran: { step: { step: 'extract-pose', video: 'walks', as: 'poses' }, inputs: {} },
  };
  const output = {
    kind: 'result' as const,
    mime: outputTypes.run,
    payload,
    saved: null,
    forms: { text: '', picture: null },
  };
  return { kind: 'code', name: 'cell 1', language: 'gait', code: '', outputs: [output], stale: null };
};

const memory = { peakRssMb: 380, rssMb: 300, vmsMb: 2000, limitMb: 384 };
const benchmark = ran({
  id: 'measured',
  step: 'benchmark',
  name: 'comparison',
  memory: { ...memory, peakRssMb: 450, limitMb: 2048 },
  series: [aSample({ timeS: 0, rssMb: 450 }), aSample({ timeS: 40, rssMb: 450 })],
});

describe('what an exported notebook says its results cost', () => {
  it('leaves benchmarks out, which led to none of them and have a limit of their own', () => {
    const report = savedPerformance([ran({ memory }), benchmark])!;
    expect(report.steps.map(({ step }) => step)).toEqual(['extract-pose']);
    expect(report.timing_metrics.total).toBe(42);
    // Nothing in the chart is above the limit that is drawn in it.
    expect(Math.max(...report.series.map(({ rss_mb: rssMb }) => rssMb))).toBe(380);
    expect(report.memory_usage).toMatchObject({ peak_rss_mb: 380, limit_mb: 384 });
  });

  it('is nothing where there were only benchmarks', () => {
    expect(savedPerformance([benchmark])).toBeNull();
  });

  it('counts a run once that two cells show', () => {
    expect(savedPerformance([ran({}), ran({})])?.steps).toHaveLength(1);
  });
});
