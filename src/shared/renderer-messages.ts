import type { EventEdit } from './event-edit';
import type { ResourceSample, StepProgress } from './run-record';
import type { SettingsLayer } from './settings';

/** What an output in the webview asks of the extension. */
export type RendererRequest =
  /** A live output that was just drawn, perhaps again, wants what it has missed. */
  | { readonly type: 'follow-run'; readonly runId: string }
  /** Writes a piece of advice into the cell that made the output. */
  | { readonly type: 'apply-settings'; readonly recordId: string; readonly settings: SettingsLayer }
  /** Writes corrections into an `edit-events` cell below the one that made the output. */
  | {
      readonly type: 'edit-events';
      readonly recordId: string;
      readonly walkId: string;
      readonly edits: readonly EventEdit[];
    };

/** Memory and CPU at a moment, as a live plot needs it. */
export type LiveSample = Pick<ResourceSample, 'timeS' | 'rssMb' | 'cpuPercent'>;

/** What the extension tells the outputs. */
export type RendererNotice = {
  readonly type: 'run';
  readonly runId: string;
  readonly limitMb: number | null;
  readonly progress: StepProgress | null;
  /** From the beginning where the receiver asked with `follow-run`; else what came since the last notice. */
  readonly samples: readonly LiveSample[];
  readonly fromStart: boolean;
};
