/** How a file was found, or the files of a glob. */
export interface SeenFile {
  /** Differs where it was written, or another put in its place. */
  readonly print: string;
  /** When it was last written, or of several the last one, in milliseconds since 1970. */
  readonly writtenMs: number;
}

/**
 * Knows which files have changed since a run. Only changes that this window has seen count: a notebook that came from
 * somebody else came with files that are newer than its runs, and all the same what was read.
 */
export class ChangedFiles<Notebook> {
  /** How each file was first seen after each run. */
  private readonly afterRuns = new Map<string, string>();
  /** How each was seen last. */
  private readonly last = new Map<string, string>();

  /**
   * @param look finds a file as a notebook's cells give it; null where there is none, or it may not be looked up.
   * @param nameOf tells notebooks apart.
   */
  constructor(
    private readonly look: (notebook: Notebook, file: string) => Promise<SeenFile | null>,
    private readonly nameOf: (notebook: Notebook) => string,
  ) {}

  /** Those of the files that have changed since a run began (ISO 8601); without one they are seen, and none counts. */
  async since(
    startedAt: string | null,
    files: readonly string[],
    notebook: Notebook,
  ): Promise<readonly string[]> {
    const changed = await Promise.all(
      files.map(async (file) => {
        const seen = await this.look(notebook, file);
        return seen !== null && this.hasChanged(startedAt, `${this.nameOf(notebook)} ${file}`, seen);
      }),
    );
    return files.filter((_file, at) => changed[at]);
  }

  private hasChanged(startedAt: string | null, file: string, { print, writtenMs }: SeenFile): boolean {
    const before = this.last.get(file);
    this.last.set(file, print);
    if (startedAt === null) return false;
    const run = `${startedAt} ${file}`;
    const first = this.afterRuns.get(run);
    if (first !== undefined) return print !== first;
    // Written while the run went on, which may have read it before.
    const whileItRan = before !== undefined && before !== print && writtenMs > Date.parse(startedAt);
    this.afterRuns.set(run, whileItRan ? before : print);
    return whileItRan;
  }
}
