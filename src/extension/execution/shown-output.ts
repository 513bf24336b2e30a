import { outputFormat, outputTypes, type CellOutput, type LiveRunOutput } from '../../shared/cell-output';
import { failureText, failureTitles, stoppedText, type RunFailure } from '../../shared/run-failure';

/** One way of showing an output, as the editor is given it. */
export type ShownItem =
  | { readonly kind: 'json'; readonly mime: string; readonly value: unknown }
  | { readonly kind: 'text'; readonly mime: string; readonly value: string }
  | { readonly kind: 'bytes'; readonly mime: string; readonly base64: string }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

/** One output of a cell: what it can be shown as, the best first. */
export interface ShownOutput {
  /** What it shows, unique within the cell. */
  readonly slot: string;
  readonly items: readonly ShownItem[];
}

const isJson = (mime: string): boolean => mime === 'application/json' || mime.endsWith('+json');
/** Pictures that nbformat holds as base64; SVG is text. */
const isBinary = (mime: string): boolean => mime.startsWith('image/') && mime !== 'image/svg+xml';
/** Our own payloads first, then what others can show, then words. */
const rank = (mime: string): number => {
  if (mime.startsWith('application/vnd.gait.')) return 0;
  if (isJson(mime)) return 1;
  return mime.startsWith('image/') ? 2 : 3;
};

/** What the kernel made of a cell, for the editor. */
export function shownOutput({ slot, data }: CellOutput): ShownOutput {
  const items = Object.entries(data)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([mime, value]): ShownItem => {
      if (isJson(mime)) return { kind: 'json', mime, value };
      const text = Array.isArray(value) ? value.join('') : String(value);
      return isBinary(mime) ? { kind: 'bytes', mime, base64: text } : { kind: 'text', mime, value: text };
    });
  return { slot, items };
}

/** Stands while a step runs. */
export function liveOutput(runId: string, step: string): ShownOutput {
  const value: LiveRunOutput = { kind: 'live-run', format: outputFormat, runId, step };
  return {
    slot: 'run',
    items: [
      { kind: 'json', mime: outputTypes.run, value },
      { kind: 'text', mime: 'text/plain', value: `${step} is running.` },
    ],
  };
}

/** What a cell says where its step did not come to an end. */
export const errorOutput = ({ kind, message, hint }: RunFailure): ShownOutput => ({
  slot: 'error',
  items: [{ kind: 'error', name: failureTitles[kind], message: failureText({ message, hint }) }],
});

/**
 * What a cell says that its user stopped.
 * @param how where stopping took more than asking.
 */
export const stoppedOutput = (how?: Omit<RunFailure, 'kind'>): ShownOutput => ({
  slot: 'error',
  items: [{ kind: 'text', mime: 'text/plain', value: stoppedText(how) }],
});
