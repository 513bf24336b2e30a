import { z } from 'zod';
import { outputFormat, type RunOutput } from './cell-output';
import { parseCell } from './gait-cell';

/** What a cell's run output tells of its last run. */
export interface LastRun {
  readonly recordId: string;
  /** Name of the result. */
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Whether it came to its end, so that there is a result. */
  readonly done: boolean;
  /** Whether nothing was computed: the result is one that was there before. */
  readonly fromStore: boolean;
  /** The step as it was written. */
  readonly step: unknown;
  /** Record ids of the results that it read, by their names. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** A gait cell as it stands in the notebook. */
export interface CellAndRun {
  readonly text: string;
  /** Null where it shows no run. */
  readonly lastRun: LastRun | null;
}

/** Why a cell would no longer give what it shows. */
export interface StaleMark {
  readonly reason: 'changed' | 'inputs';
  /** What is wrong and what to do, in plain words. */
  readonly text: string;
}

/** As much of the output as is looked at: it may come with a file from elsewhere. */
const runOutput = z.object({
  kind: z.literal('run' satisfies RunOutput['kind']),
  format: z.literal(outputFormat),
  recordId: z.string(),
  fromStore: z.boolean(),
  record: z.object({ name: z.string(), startedAt: z.string(), outcome: z.string() }),
  ran: z.object({ step: z.unknown(), inputs: z.record(z.string(), z.string()) }),
});

/** Reads a run output; null where it is none, or one of another version. */
export function lastRunOf(payload: unknown): LastRun | null {
  const parsed = runOutput.safeParse(payload);
  if (!parsed.success) return null;
  const { recordId, fromStore, record, ran } = parsed.data;
  return {
    recordId,
    fromStore,
    name: record.name,
    startedAt: record.startedAt,
    done: record.outcome === 'done',
    step: ran.step,
    inputs: ran.inputs,
  };
}

/**
 * The runs that were seen while a notebook is open. A run that took its result from the store made nothing new where an
 * earlier one did the same; then what was made with the earlier one still holds.
 */
export class SeenRuns {
  /** By record id: the record of the run whose result it is. */
  private readonly origins = new Map<string, string>();
  /** By what was done: the record of the last run that did it. */
  private readonly doings = new Map<string, string>();

  /** To be called for every run in the order in which they ran; a second call for the same one changes nothing. */
  add({ recordId, step, inputs, done, fromStore }: LastRun): void {
    if (!done || this.origins.has(recordId)) return;
    const origins = Object.entries(inputs).map(([name, id]) => [name, this.origin(id)] as const);
    const doing = canonical({ step, inputs: Object.fromEntries(origins) });
    const earlier = fromStore ? this.doings.get(doing) : undefined;
    this.origins.set(recordId, earlier ?? recordId);
    if (earlier === undefined) this.doings.set(doing, recordId);
  }

  /** The record of the run that made what the given run gave. */
  origin(recordId: string): string {
    return this.origins.get(recordId) ?? recordId;
  }
}

/** For each cell the mark that it deserves: null where it shows what it would give, was never run, or failed. */
export function staleMarks(cells: readonly CellAndRun[], seen = new SeenRuns()): (StaleMark | null)[] {
  const inOrder = cells
    .flatMap(({ lastRun }) => lastRun ?? [])
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  inOrder.forEach((run) => {
    seen.add(run);
  });
  /** The cell whose run was the last to make, or try to make, each name. */
  const makers = new Map<string, CellAndRun>();
  for (const run of inOrder) {
    const maker = cells.find(({ lastRun }) => lastRun === run);
    if (maker) makers.set(run.name, maker);
  }

  const marks = new Map<CellAndRun, StaleMark | null>();
  const markOf = (cell: CellAndRun): StaleMark | null => {
    const known = marks.get(cell);
    if (known !== undefined) return known;
    // Stands in while it is found out, so that cells that name each other in a circle come to an end.
    marks.set(cell, null);
    const mark = cell.lastRun?.done ? markOfRun(cell.text, cell.lastRun) : null;
    marks.set(cell, mark);
    return mark;
  };
  const markOfRun = (text: string, { step, inputs }: LastRun): StaleMark | null => {
    if (!isSameStep(text, step)) return { reason: 'changed', text: 'Changed since it ran. Run again.' };
    const changes = Object.entries(inputs).flatMap(([name, recordId]) => {
      const maker = makers.get(name);
      const change = maker && changeOf(name, recordId, maker, maker.lastRun!);
      return change ?? [];
    });
    return changes.length === 0
      ? null
      : { reason: 'inputs', text: `Inputs have changed: ${changes.join('; ')}. Run again.` };
  };
  /** What happened to an input since the run with this record made it. */
  const changeOf = (name: string, recordId: string, maker: CellAndRun, run: LastRun): string | null => {
    if (!run.done) return `the last run that should make ${name} did not come to its end`;
    if (seen.origin(run.recordId) !== seen.origin(recordId)) return `${name} was made anew`;
    switch (markOf(maker)?.reason) {
      case 'changed':
        return `the cell that makes ${name} has changed`;
      case 'inputs':
        return `${name} was made of inputs that have changed`;
      case undefined:
        return null;
    }
  };
  return cells.map(markOf);
}

/** Compared as values: comments, spaces and the order of keys do not count. */
function isSameStep(text: string, step: unknown): boolean {
  try {
    return canonical(parseCell(text)) === canonical(step);
  } catch {
    // What can no longer be read has changed since it could.
    return false;
  }
}

/** The same text for values that are the same but for the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
