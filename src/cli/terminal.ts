import type { LogLevel } from '../shared/outcome';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** True where `err` is a screen on which a line can be written again. */
  readonly live: boolean;
  /** Width of that screen in characters. */
  readonly columns: number;
}

/** What a command is run with, beside its own options. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Folder that relative paths start from. */
  readonly workingFolder: string;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** Log lines of a session: debug and info only where they were asked for. */
export const logTo =
  (terminal: Pick<Terminal, 'err'>, verbose: boolean) =>
  (level: LogLevel, message: string): void => {
    if (verbose || level === 'warn' || level === 'error') terminal.err(`${level}: ${message}\n`);
  };

const usualColumns = 80;

/** The terminal of this process. A reader that goes away (`gait … | head`) is no error. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    live: process.stderr.isTTY,
    get columns() {
      // A terminal that another program stands in for may say that it has none.
      return process.stderr.columns > 0 ? process.stderr.columns : usualColumns;
    },
  };
}
