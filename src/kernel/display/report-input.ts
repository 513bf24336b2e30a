import type { GaitBundle, PoseBundle } from '../../shared/display';
import type { PerformanceReport } from '../../shared/performance-report';
import type { Walk } from '../../shared/results';
import type { RunRecord } from '../../shared/run-record';
import type { RenderChart } from './figure';
import type { ChangeInput } from './report-change';

/** One walk as the report shows it: its bundles, or why there are none. */
export interface ReportWalk {
  readonly walk: Walk;
  /** Absent for landmarks of another tool. */
  readonly pose?: (PoseBundle & { readonly filmstripJpeg?: Buffer | undefined }) | undefined;
  readonly gait?: GaitBundle | undefined;
  readonly error?: { readonly message: string; readonly hint?: string | undefined } | undefined;
  readonly warnings: readonly string[];
  readonly fromStore: boolean;
}

export interface ReportInput {
  readonly title: string;
  readonly study: readonly ReportWalk[];
  readonly performance: PerformanceReport;
  /** Of the steps that led to the study, in their order. */
  readonly records: readonly RunRecord[];
  readonly change?: ChangeInput | undefined;
  /** Draws the walks' charts, which a store may remember; `renderSvg` draws them afresh. */
  readonly renderChart: RenderChart;
}
