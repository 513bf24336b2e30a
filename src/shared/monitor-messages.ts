import type { LiveSample } from './renderer-messages';
import type { RunTable } from './run-comparison';

/** What the extension tells the pages of its monitor. */
export type MonitorNotice = RunningNotice | RunPageNotice;

/** How what runs goes on; told again and again. */
export interface RunningNotice {
  readonly type: 'running';
  readonly runs: readonly RunningRun[];
  /** What stands in place of runs where there are none. */
  readonly idle: string;
}

export interface RunningRun {
  /** Names the run among those of all stores. */
  readonly key: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** 0–1; null where that is not known. */
  readonly share: number | null;
  readonly limitMb: number | null;
  /** From the beginning, or what came since the last notice. */
  readonly samples: readonly LiveSample[];
  readonly fromStart: boolean;
}

/** One run, or two side by side; told once. */
export interface RunPageNotice {
  readonly type: 'page';
  readonly table: RunTable;
  /** Memory over time, one for each run. */
  readonly series: readonly RunSeries[];
}

export interface RunSeries {
  readonly title: string;
  readonly limitMb: number | null;
  readonly samples: readonly LiveSample[];
}

/** What a page asks of the extension: it is there, and knows nothing yet. */
export interface MonitorRequest {
  readonly type: 'ready';
}
