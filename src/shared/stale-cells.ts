import { z } from 'zod';
import { outputFormat, type LiveRunOutput, type RunOutput } from './cell-output';
import { madeBy } from './cell-edits/result-names';
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
  /** The step as it was written. */
  readonly step: unknown;
  /** Record ids of the results that it read, by their names. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digests of those results, by their names, as far as they are known. */
  readonly read: Readonly<Record<string, string>>;
  /** Digest of the result that it made, where it is known. */
  readonly made: string | null;
}

/** A gait cell as it stands in the notebook. */
export interface CellAndRun {
  readonly text: string;
  /** Null where it shows no run. */
  readonly lastRun: LastRun | null;
  /** Whether its last run ended so early that there is no record of it: the cell could not be read, or its kernel died. */
  readonly broken: boolean;
  /** Whether it runs at this moment: what it shows of its last run is taken away by then. */
  readonly running: boolean;
  /** Name of the result that it made before, where that was seen; its text need no longer say so. */
  readonly formerName: string | null;
  /** Of the files that its step reads those that have changed since its last run began, as the cell gives them. */
  readonly changedFiles: readonly string[];
}

/** Why a cell would no longer give what it shows. */
export interface StaleMark {
  readonly reason: 'changed' | 'inputs' | 'waiting';
  /** What is wrong, in a few words. */
  readonly short: string;
  /** What is wrong and what to do, in plain words; nothing is to be done while a cell above runs. */
  readonly text: string;
}

/** As much of the output as is looked at: it may come with a file from elsewhere. */
const runOutput = z.object({
  kind: z.literal('run' satisfies RunOutput['kind']),
  format: z.literal(outputFormat),
  recordId: z.string(),
  record: z.object({ name: z.string(), startedAt: z.string(), outcome: z.string() }),
  ran: z.object({
    step: z.unknown(),
    inputs: z.record(z.string(), z.string()),
    read: z.record(z.string(), z.string()).default({}),
    made: z.string().nullable().default(null),
  }),
});

/** Reads a run output; null where it is none, or one of another version. */
export function lastRunOf(payload: unknown): LastRun | null {
  const parsed = runOutput.safeParse(payload);
  if (!parsed.success) return null;
  const { recordId, record, ran } = parsed.data;
  return {
    recordId,
    name: record.name,
    startedAt: record.startedAt,
    done: record.outcome === 'done',
    ...ran,
  };
}

const liveRunOutput = z.object({
  kind: z.literal('live-run' satisfies LiveRunOutput['kind']),
  format: z.literal(outputFormat),
  runId: z.string(),
});

/** The run that an output stands for while it goes on; null where it is none of that kind. */
export const liveRunOf = (payload: unknown): string | null =>
  liveRunOutput.safeParse(payload).data?.runId ?? null;

/** For each cell the mark that it deserves: null where it shows what it would give, was never run, or failed. */
export function staleMarks(cells: readonly CellAndRun[]): (StaleMark | null)[] {
  const inOrder = cells
    .flatMap(({ lastRun }) => lastRun ?? [])
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  /** The cell whose run was the last to make, or try to make, each name. */
  const makers = new Map<string, CellAndRun>();
  for (const run of inOrder) {
    const maker = cells.find(({ lastRun }) => lastRun === run);
    if (maker) makers.set(run.name, maker);
  }
  /** Names of results that a cell should have made and did not come to make. */
  const broken = new Set(cells.filter((cell) => cell.broken).flatMap(namesOf));
  const running = new Set(cells.filter((cell) => cell.running).flatMap(namesOf));

  const marks = new Map<CellAndRun, StaleMark | null>();
  const markOf = (cell: CellAndRun): StaleMark | null => {
    const known = marks.get(cell);
    if (known !== undefined) return known;
    // Stands in while it is found out, so that cells that name each other in a circle come to an end.
    marks.set(cell, null);
    const mark = cell.lastRun?.done ? markOfRun(cell, cell.lastRun) : null;
    marks.set(cell, mark);
    return mark;
  };
  const markOfRun = ({ text, changedFiles }: CellAndRun, reader: LastRun): StaleMark | null => {
    if (!isSameStep(text, reader.step)) {
      return { reason: 'changed', short: 'Changed since it ran', text: 'Changed since it ran. Run again.' };
    }
    const names = new Set([...Object.keys(reader.inputs), ...Object.keys(reader.read)]);
    const awaited = [...names].filter(isAwaited);
    if (awaited.length > 0) {
      const text = `Waits for ${awaited.join(' and ')}: the cell that makes it, or one before that, is running.`;
      return { reason: 'waiting', short: `Waits for ${awaited.join(', ')}`, text };
    }
    const changes = [
      ...changedFiles.map((file) => `${file} was written anew`),
      ...[...names].flatMap((name) => changeOf(name, reader) ?? []),
    ];
    return changes.length === 0
      ? null
      : {
          reason: 'inputs',
          short: 'Inputs have changed',
          text: `Inputs have changed: ${changes.join('; ')}. Run again.`,
        };
  };
  const isAwaited = (name: string): boolean => {
    const maker = makers.get(name);
    return running.has(name) || (maker !== undefined && markOf(maker)?.reason === 'waiting');
  };
  /** What happened to an input since it was read. */
  const changeOf = (name: string, reader: LastRun): string | null => {
    const maker = makers.get(name);
    const notMade = `the last run that should make ${name} did not come to its end`;
    if (!maker?.lastRun) return broken.has(name) ? notMade : null;
    if (!maker.lastRun.done) return notMade;
    if (!isSameResult(name, reader, maker.lastRun)) return `${name} was made anew`;
    switch (markOf(maker)?.reason) {
      case 'changed':
        return `the cell that makes ${name} has changed`;
      case 'inputs':
        return `${name} was made of inputs that have changed`;
      case 'waiting':
      case undefined:
        return null;
    }
  };
  return cells.map(markOf);
}

/** Whether what was read under a name is what the last run under that name made. */
function isSameResult(name: string, reader: LastRun, maker: LastRun): boolean {
  const read = reader.read[name];
  return read === undefined || maker.made === null
    ? reader.inputs[name] === maker.recordId
    : read === maker.made;
}

/** The names that a cell's result has, or had when it was last made; half-written cells name one, too. */
function namesOf({ text, formerName }: CellAndRun): string[] {
  const name = madeBy(text)?.name ?? wordAfter('as', text) ?? wordAfter('step', text);
  return [name, formerName].filter((found) => found !== null);
}

const wordAfter = (key: 'as' | 'step', text: string): string | null =>
  new RegExp(`^${key}: *["']?([\\w-]+)`, 'm').exec(text)?.[1] ?? null;

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
