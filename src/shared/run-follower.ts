import { afterLines, loggedRun, type LoggedRun, type OwnerState, type ToldRun } from './run-log';

/** The logs of a store, as much of a file system as it takes to follow them. */
export interface RunFiles {
  /** Names of all logs; none where there is no store. */
  names(): Promise<readonly string[]>;
  sizeBytes(name: string): Promise<number>;
  read(name: string, fromByte: number, toByte: number): Promise<Uint8Array>;
  text(bytes: Uint8Array): string;
  ownerState(owner: string): OwnerState;
}

/** The first line is far shorter, and so are most records; longer ones are found by looking again. */
const firstLookBytes = 4096;
const lastLookBytes = 256 * 1024;

interface Followed {
  readonly told: ToldRun | null;
  /** Byte after the last whole line that was read. */
  readonly endByte: number;
  /** Null where its log says nothing yet. */
  readonly run: LoggedRun | null;
}

const nothing: Followed = { told: null, endByte: 0, run: null };

/**
 * Follows the runs of a store, those of other processes among them, while they go on and after. Each look reads what was
 * written since the one before, and of runs that are over only how they began and ended.
 */
export class RunFollower {
  private followed = new Map<string, Followed>();

  /** @param newest so many runs are followed, and beside them those that go on. */
  constructor(
    private readonly files: RunFiles,
    private readonly newest = Infinity,
  ) {}

  /** The runs as they are now, the newest first; one in which nothing happened is the same object as before. */
  async look(): Promise<readonly LoggedRun[]> {
    const names = [...(await this.files.names())].filter((name) => name.endsWith('.jsonl')).sort();
    const wanted = names
      .reverse()
      .filter((name, at) => at < this.newest || this.followed.get(name)?.run?.state === 'running');
    const next = new Map<string, Followed>();
    for (const name of wanted) next.set(name, await this.lookAt(name, this.followed.get(name)));
    this.followed = next;
    return [...next.values()].flatMap(({ run }) => run ?? []);
  }

  private async lookAt(name: string, before: Followed | undefined): Promise<Followed> {
    if (before?.run && isSettled(before.run)) return before;
    try {
      if (before) return await this.readOn(name, before);
      const over = await this.readEnds(name);
      if (over) return over;
      const first = await this.readOn(name, nothing);
      // Its end may have been written after it was read and before its process was looked for.
      return first.run?.state === 'died' ? await this.readOn(name, first) : first;
    } catch {
      // Taken away while it was read, with its store: what was known of it stays until the next look.
      return before ?? nothing;
    }
  }

  /** All whole lines after those that were read; one that is still being written is left for later. */
  private async readOn(name: string, before: Followed): Promise<Followed> {
    // Looked at first: whoever is dead by now has written all that it ever will.
    const owner = before.told && this.files.ownerState(before.told.owner);
    const sizeBytes = await this.files.sizeBytes(name);
    const bytes = await this.files.read(name, before.endByte, Math.max(sizeBytes, before.endByte));
    const whole = bytes.subarray(0, bytes.lastIndexOf(newLine) + 1);
    const told = whole.length === 0 ? before.told : afterLines(before.told, this.files.text(whole));
    const run = told && loggedRun(told, name, owner ?? this.files.ownerState(told.owner));
    if (told === before.told && run?.state === before.run?.state) return before;
    return { told, endByte: before.endByte + whole.length, run };
  }

  /** A run that is over, from the first and the last line of its log; null for one that is not. */
  private async readEnds(name: string): Promise<Followed | null> {
    const sizeBytes = await this.files.sizeBytes(name);
    const head = await this.files.read(name, 0, Math.min(sizeBytes, firstLookBytes));
    const headBytes = head.indexOf(newLine) + 1;
    const last = await this.lastLine(name, sizeBytes);
    if (headBytes === 0 || last === null) return null;
    const told = afterLines(null, this.files.text(head.subarray(0, headBytes)) + this.files.text(last));
    if (!told?.record) return null;
    return {
      told: null,
      endByte: sizeBytes,
      run: loggedRun({ ...told, samples: told.record.series }, name, 'elsewhere'),
    };
  }

  /** Null where the log ends in the middle of a line. */
  private async lastLine(name: string, sizeBytes: number): Promise<Uint8Array | null> {
    for (let lookBytes = lastLookBytes; ; lookBytes *= 4) {
      const fromByte = Math.max(0, sizeBytes - lookBytes);
      const tail = await this.files.read(name, fromByte, sizeBytes);
      if (tail.at(-1) !== newLine) return null;
      const before = tail.lastIndexOf(newLine, tail.length - 2);
      if (before !== -1 || fromByte === 0) return tail.subarray(before + 1);
    }
  }
}

const newLine = 0x0a;

/** Nothing more will come of it. */
const isSettled = ({ state }: LoggedRun): boolean => state === 'ended' || state === 'died';
