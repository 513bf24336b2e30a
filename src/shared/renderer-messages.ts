import { z } from 'zod';
import { eventEdit } from './event-edit';
import type { ResourceSample, StepProgress } from './run-record';
import { settingsLayerSchema } from './settings';

/**
 * Settings that advice may write into a cell. Outputs come with files from others: whose faces are shown, and which
 * program is started, is not for them to say.
 */
const advisedSettings = settingsLayerSchema.omit({
  blur_faces: true,
  ffmpeg_path: true,
  node_path: true,
  tfjs_node_path: true,
});

/** What an output in the webview asks of the extension. */
export const rendererRequest = z.discriminatedUnion('type', [
  /** A live output that was just drawn, perhaps again, wants what it has missed. */
  z.strictObject({ type: z.literal('follow-run'), runId: z.string() }),
  /** Writes a piece of advice into the cell that made the output; a benchmark's into the cells that find poses. */
  z.strictObject({
    type: z.literal('apply-settings'),
    recordId: z.string(),
    settings: advisedSettings,
  }),
  /** Writes a piece of advice into the notebook's configuration file. */
  z.strictObject({
    type: z.literal('apply-to-configuration'),
    recordId: z.string(),
    settings: advisedSettings,
  }),
  /** Saves settings as a profile, for which a name is asked; those of the run itself where none are given. */
  z.strictObject({
    type: z.literal('save-profile'),
    recordId: z.string(),
    settings: advisedSettings.optional(),
  }),
  /** Writes corrections into an `edit-events` cell below the one that made the output. */
  z.strictObject({
    type: z.literal('edit-events'),
    recordId: z.string(),
    walkId: z.string().min(1),
    edits: z.array(eventEdit).min(1),
  }),
]);
export type RendererRequest = z.output<typeof rendererRequest>;

/** Memory and CPU at a moment, as a live plot needs it. */
export type LiveSample = Pick<ResourceSample, 'timeS' | 'rssMb' | 'cpuPercent'>;

/** What the extension tells the outputs. */
export type RendererNotice = RunNotice | CorrectionsNotice;

/** How a run goes on. */
export interface RunNotice {
  readonly type: 'run';
  readonly runId: string;
  /** Null until the first sample, and where live plots are off. */
  readonly limitMb: number | null;
  /** With `training` only where that has changed since the last notice, or where all is told from the beginning. */
  readonly progress: StepProgress | null;
  /** From the beginning where the receiver asked with `follow-run`; else what came since the last notice. */
  readonly samples: readonly LiveSample[];
  readonly fromStart: boolean;
}

/** What became of corrections that an output asked to be written. */
export interface CorrectionsNotice {
  readonly type: 'corrections';
  readonly recordId: string;
  readonly walkId: string;
  /** Why they were not written; null where they were. */
  readonly problem: string | null;
}
