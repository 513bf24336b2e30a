import type { PerformanceReport } from '../../shared/performance-report';
import type { RunRecord } from '../../shared/run-record';
import { buildPerformanceReport } from '../performance/report';
import type { ExportedCell } from './exported-cells';
import type { DrawnPayload } from './exported-outputs';

/** The results that a notebook shows, in the order of its cells. */
export const resultsIn = (cells: readonly ExportedCell[]): DrawnPayload[] =>
  cells.flatMap((cell) =>
    cell.kind === 'code'
      ? cell.outputs.flatMap((output) => (output.kind === 'result' ? [output.payload] : []))
      : [],
  );

/**
 * What the runs that a notebook shows cost together, from their saved records; null where it shows none, or where its
 * records lack what a report needs: those of another version may. Benchmarks are left out: they led to no result, and
 * what they took, under a limit of their own, stands in their own figures.
 */
export function savedPerformance(cells: readonly ExportedCell[]): PerformanceReport | null {
  const records = new Map<string, RunRecord>();
  for (const payload of resultsIn(cells)) {
    // A cell that was copied shows the same run twice.
    if (payload.kind === 'run' && payload.record.step !== 'benchmark')
      records.set(payload.record.id, payload.record);
  }
  if (records.size === 0) return null;
  try {
    return buildPerformanceReport([...records.values()]);
  } catch {
    return null;
  }
}
