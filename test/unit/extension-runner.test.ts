import { describe, expect, it, vi } from 'vitest';
import {
  NotebookRunner,
  type CellRun,
  type RunnerHands,
} from '../../src/extension/execution/notebook-runner';
import { KernelGone, type KernelDeath } from '../../src/extension/kernel';
import type { ShownOutput } from '../../src/extension/execution/shown-output';
import { badInput, cancelled } from '../../src/shared/errors';
import type { ExecuteParams, ExecuteResult } from '../../src/shared/protocol';

/** What a cell went through, in order. */
class FakeCell implements CellRun {
  readonly story: string[] = [];
  shown: readonly ShownOutput[] = [];

  constructor(
    readonly content: string,
    private readonly everything: string[] = [],
  ) {}

  text = (): string => this.content;
  start(order: number): void {
    this.tell(`start ${order}`);
  }
  show(outputs: readonly ShownOutput[]): Promise<void> {
    this.shown = outputs;
    this.tell(`show ${outputs.map(({ slot }) => slot).join(',')}`);
    return Promise.resolve();
  }
  end(success: boolean | undefined): void {
    this.tell(`end ${String(success)}`);
  }
  /** All that the cell says, in words. */
  get words(): string {
    return this.shown
      .flatMap(({ items }) => items)
      .map((item) => (item.kind === 'error' ? `${item.name}: ${item.message}` : JSON.stringify(item)))
      .join('\n');
  }
  private tell(what: string): void {
    this.story.push(what);
    this.everything.push(`${/as: (\w+)/.exec(this.content)?.[1] ?? '?'} ${what}`);
  }
}

// The runner passes an outcome on and looks at its walks alone.
const done = (walks: readonly object[] = [{}]): ExecuteResult =>
  ({
    ok: true,
    outcome: { walks },
    outputs: [{ slot: 'run', data: { 'text/plain': 'Done.' } }],
  }) as unknown as ExecuteResult;

type Execute = (params: ExecuteParams, signal: AbortSignal) => Promise<ExecuteResult>;

function runnerWith(execute: Execute, hands: Partial<RunnerHands> = {}) {
  let runs = 0;
  const executing: string[] = [];
  const live: string[] = [];
  const runner = new NotebookRunner({
    kernel: () =>
      Promise.resolve({
        execute: (params, _watchers, signal) => {
          executing.push(params.runId);
          return execute(params, signal!);
        },
      }),
    settings: () => ({ configFile: null, layer: {}, sources: {} }),
    newRunId: () => `run-${++runs}`,
    knownPaths: () => ({ files: [], folders: [] }),
    onError: () => undefined,
    live: {
      begin: (runId) => live.push(`begin ${runId}`),
      progress: () => undefined,
      sample: () => undefined,
      end: (runId) => live.push(`end ${runId}`),
    },
    ...hands,
  });
  const isExecuting = () => vi.waitUntil(() => executing.length > 0);
  return { runner, live, isExecuting };
}

/** Runs until it is stopped, as a kernel does that is told to. */
const untilStopped: Execute = (_, signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      const { kind, message } = cancelled();
      resolve({ ok: false, error: { kind, message }, outputs: [{ slot: 'run', data: {} }] });
    });
  });

const cellAs = (name: string, everything?: string[]): FakeCell =>
  new FakeCell(`step: load-video\nvideo: a.mp4\nas: ${name}`, everything);

describe('Run All', () => {
  it('runs cells one after the other, and shows live only what takes its time', async () => {
    const everything: string[] = [];
    const a = cellAs('a', everything);
    const { runner, live } = runnerWith(async ({ runId }) => {
      if (runId === 'run-1') await vi.waitUntil(() => a.words.includes('is running.'));
      return done();
    });
    await runner.run([a, cellAs('b', everything)]);
    expect(everything).toEqual([
      'a start 1',
      'a show run',
      'a show run',
      'a end true',
      'b start 2',
      'b show run',
      'b end true',
    ]);
    expect(live).toEqual(['begin run-1', 'end run-1', 'begin run-2', 'end run-2']);
  });

  it('keeps one queue for cells that are asked for while others run', async () => {
    const everything: string[] = [];
    const { runner } = runnerWith(() => Promise.resolve(done()));
    const first = runner.run([cellAs('a', everything)]);
    await Promise.all([first, runner.run([cellAs('b', everything)])]);
    expect(everything.filter((line) => line.includes('start') || line.includes('end'))).toEqual([
      'a start 1',
      'a end true',
      'b start 2',
      'b end true',
    ]);
  });

  it('ends at the first cell that fails, which says why', async () => {
    const { runner } = runnerWith((params) =>
      Promise.resolve(
        (params.step as { as: string }).as === 'b'
          ? {
              ok: false,
              error: { kind: 'bad-input', message: 'There is no video.', hint: 'Look for it.' },
              outputs: [],
            }
          : done(),
      ),
    );
    const [a, b, c] = [cellAs('a'), cellAs('b'), cellAs('c')];
    await runner.run([a, b, c]);
    expect(a.story.at(-1)).toBe('end true');
    expect(b.story.at(-1)).toBe('end false');
    expect(b.words).toBe('Not run: There is no video.\nLook for it.');
    expect(c.story).toEqual(['end undefined']);
  });

  it('goes on where some walks failed, and ends where all did', async () => {
    const failed = { error: { kind: 'failed', message: 'Broken.' } };
    const outcomes = [done([failed, {}]), done([failed])];
    const { runner } = runnerWith(() => Promise.resolve(outcomes.shift()!));
    const [a, b, c] = [cellAs('a'), cellAs('b'), cellAs('c')];
    await runner.run([a, b, c]);
    expect(a.story.at(-1)).toBe('end true');
    expect(b.story.at(-1)).toBe('end false');
    expect(c.story).toEqual(['end undefined']);
  });
});

describe('a cell that cannot run', () => {
  it('is told so without a kernel where it is no step', async () => {
    const { runner } = runnerWith(() => Promise.resolve(done()), {
      kernel: () => Promise.reject(new Error('No kernel is needed.')),
    });
    const cell = new FakeCell('step: [');
    await runner.run([cell]);
    expect(cell.words).toMatch(/^Not run: Line 1/);
  });

  it('says why there is no kernel', async () => {
    const { runner } = runnerWith(() => Promise.resolve(done()), {
      kernel: () => Promise.reject(badInput('This workspace is not trusted.')),
    });
    const cell = cellAs('a');
    await runner.run([cell]);
    expect(cell.words).toBe('Not run: This workspace is not trusted.');
    expect(cell.story.at(-1)).toBe('end false');
  });

  it('names no folder of this machine, for the notebook is sent to others, and tells the log all', async () => {
    const onError = vi.fn<RunnerHands['onError']>();
    const message = 'The ffmpeg at /opt/my tools/ffmpeg does not run: /home/anna/study/walk.mp4 was meant.';
    const hint = 'Look at /etc/gait/default.json.';
    const known = { files: ['/opt/my tools/ffmpeg'], folders: [] };
    const { runner } = runnerWith(
      () => Promise.resolve({ ok: false, error: { kind: 'bad-input', message, hint }, outputs: [] }),
      { onError, knownPaths: () => known },
    );
    const cell = cellAs('a');
    await runner.run([cell]);
    expect(cell.words).toBe(
      'Not run: The ffmpeg at ffmpeg does not run: walk.mp4 was meant.\nLook at default.json.',
    );
    expect(onError).toHaveBeenCalledExactlyOnceWith({ kind: 'bad-input', message, hint });
  });

  it('names no folder of this machine either where its kernel died with one among its last words', async () => {
    const death: KernelDeath = {
      reason: 'unexpected',
      exitCode: 7,
      signal: null,
      lastMemoryMb: null,
      limitMb: null,
      lastLogLines: ['Error: /home/anna/study/walk.mp4', 'at run (file:///home/anna/gait/kernel.mjs:12:5)'],
    };
    const { runner } = runnerWith(() => Promise.reject(new KernelGone(death)));
    const cell = cellAs('a');
    await runner.run([cell]);
    expect(cell.words).toContain(
      'exit code 7. Last lines of its log:\nError: walk.mp4\nat run (kernel.mjs:12:5)',
    );
  });

  it('says which setting cannot be', async () => {
    const { runner } = runnerWith(() => Promise.resolve(done()), {
      settings: () => {
        throw badInput('gaitNotebook.maxMemoryMb cannot be "a lot".');
      },
    });
    const cell = cellAs('a');
    await runner.run([cell]);
    expect(cell.words).toContain('gaitNotebook.maxMemoryMb');
  });
});

describe('Stop', () => {
  it('ends the cell that runs, keeps what is known of it, and drops those that wait', async () => {
    const { runner, isExecuting } = runnerWith(untilStopped);
    const [a, b] = [cellAs('a'), cellAs('b')];
    const running = runner.run([a, b]);
    await isExecuting();
    await runner.interrupt();
    await running;
    expect(a.words).toContain('Stopped. What was finished is kept.');
    expect(a.shown.map(({ slot }) => slot)).toEqual(['error', 'run']);
    expect(a.story.at(-1)).toBe('end false');
    expect(b.story).toEqual(['end undefined']);
  });

  it('does not wait for a kernel that is slow to start', async () => {
    const { runner } = runnerWith(() => Promise.resolve(done()), {
      kernel: () => new Promise(() => undefined),
    });
    const cell = cellAs('a');
    void runner.run([cell]);
    await runner.interrupt();
    expect(cell.words).toContain('Stopped.');
  });

  it('says so where the kernel had to be ended', async () => {
    const { runner, isExecuting } = runnerWith(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            const death = badInput('Stopped. The kernel did not answer.', 'Run the cell again.');
            reject(death);
          });
        }),
    );
    const cell = cellAs('a');
    const running = runner.run([cell]);
    await isExecuting();
    await runner.interrupt();
    await running;
    expect(cell.words).toContain('The kernel did not answer. What was finished is kept.');
    expect(cell.words).toContain('Run the cell again.');
  });

  it('leaves a queue that runs again', async () => {
    let isFirst = true;
    const { runner, isExecuting } = runnerWith((params, signal) => {
      if (!isFirst) return Promise.resolve(done());
      isFirst = false;
      return untilStopped(params, signal);
    });
    void runner.run([cellAs('a')]);
    await isExecuting();
    await runner.interrupt();
    const again = cellAs('a');
    await runner.run([again]);
    expect(again.story.at(-1)).toBe('end true');
  });
});
