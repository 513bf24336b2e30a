import type { LogLevel } from '../../shared/outcome';

/** Longer lines are cut: a log is read by people. */
const longestLine = 2000;
/** More lines than these in one second are counted, not told. */
const mostLinesPerSecond = 200;
const lastLinesKept = 10;

/** What a kernel says beside its protocol. However much that is, little of it is held here. */
export interface KernelLog {
  add(level: LogLevel, message: string): void;
  /** Takes text as it comes out of a pipe and cuts it into lines. */
  pipe(level: LogLevel): LogPipe;
  /** Tells what was left out, if anything was. */
  end(): void;
  lastLines(): readonly string[];
}

export interface LogPipe {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/** @param nowMs milliseconds of a clock that never goes back. */
export function createKernelLog(
  tell: (level: LogLevel, line: string) => void,
  nowMs: () => number = () => performance.now(),
): KernelLog {
  let last: string[] = [];
  let secondBeganMs = -Infinity;
  let told = 0;
  let leftOut = 0;

  const tellLeftOut = (): void => {
    if (leftOut > 0) tell('warn', `${leftOut} ${leftOut === 1 ? 'line was' : 'lines were'} left out here.`);
    leftOut = 0;
  };
  const addLine = (level: LogLevel, whole: string): void => {
    const line = whole.length > longestLine ? `${whole.slice(0, longestLine)} …` : whole;
    last = [...last.slice(1 - lastLinesKept), line];
    if (nowMs() - secondBeganMs >= 1000) {
      tellLeftOut();
      secondBeganMs = nowMs();
      told = 0;
    }
    if (told < mostLinesPerSecond) tell(level, line);
    else leftOut++;
    told++;
  };
  return {
    add: (level, message) => {
      for (const line of linesOf(message)) addLine(level, line);
    },
    pipe(level) {
      let begun = '';
      return {
        write(text) {
          const lines = (begun + text).split(/\r?\n/);
          // A line without an end must not grow for ever.
          begun = lines.pop()!.slice(0, longestLine + 1);
          for (const line of lines) if (line !== '') addLine(level, line);
        },
        end() {
          if (begun !== '') addLine(level, begun);
          begun = '';
        },
      };
    },
    end: tellLeftOut,
    lastLines: () => last,
  };
}

const linesOf = (message: string): string[] => message.split(/\r?\n/).filter((line) => line !== '');
