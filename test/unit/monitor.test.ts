import { describe, expect, it, vi } from 'vitest';
import { bar, plainLine, runLines, showRuns } from '../../src/cli/monitor-screen';
import { monitorOptions } from '../../src/cli/monitor-options';
import { runDocument } from '../../src/cli/monitor-documents';
import { historyTable, runTableText } from '../../src/cli/monitor-tables';
import { readOptions } from '../../src/cli/schema-options';
import { RunningNews } from '../../src/extension/monitor/running-news';
import { WaitingSteps } from '../../src/kernel/waiting-steps';
import type { LoggedRun } from '../../src/shared/run-log';
import { aRecord, aSample } from './performance-fixture';

const startedMs = Date.parse('2025-03-01T09:00:00.000Z');
const running = (changed: Partial<LoggedRun> = {}): LoggedRun => ({
  id: '0a1b2c3d',
  file: '1.jsonl',
  step: 'extract-pose',
  name: 'poses',
  startedAt: '2025-03-01T09:00:00.000Z',
  state: 'running',
  profile: 'fast',
  limitMb: 1024,
  stages: [{ timeS: 0.1, name: 'video_processing' }],
  walks: { total: 10, done: 3, stored: 0, failed: 1, inWork: ['a', 'b'] },
  waiting: ['detect-events', 'report'],
  progress: {
    step: 'extract-pose',
    doneFrames: 342,
    totalFrames: 1200,
    framesPerSecond: 28.44,
    secondsLeft: 30,
  },
  samples: [aSample({ timeS: 1, rssMb: 700 }), aSample({ timeS: 2, rssMb: 512, cpuPercent: 185 })],
  lastS: 2,
  record: null,
  ...changed,
});
const ended = (changed: Partial<LoggedRun> = {}): LoggedRun =>
  running({ state: 'ended', record: aRecord({ id: '0a1b2c3d' }), ...changed });

function screen(live: boolean) {
  let [out, err, nowMs] = ['', '', startedMs];
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    live,
    columns: 60,
  };
  return {
    shown: showRuns(terminal, () => nowMs),
    out: () => out,
    err: () => err,
    later: (ms: number) => void (nowMs += ms),
  };
}

describe('a run on a screen', () => {
  it('is told with its stage, progress, memory against the limit, CPU, walks and waiting steps', () => {
    expect(runLines(running(), startedMs + 12_000, 200)).toEqual([
      'extract-pose → poses  fast  running for 12.0 s',
      '  Stage     video processing',
      `  Progress  [#######.................] 342 of 1200 frames · 28.4 frames/s · 30 s left`,
      '  Memory    [############....|.......] 512 of 1024 MB, peak 700 MB',
      '  CPU       185 % (100 is one core)',
      '  Walks     3 of 10 walks done, 1 failed · in work: a, b · 4 wait',
      '  Waiting   detect-events, report',
    ]);
  });

  it('is written again in place, in lines that do not break', () => {
    const { shown, err } = screen(true);
    shown.show([running()]);
    const first = err();
    expect(first.endsWith('\n')).toBe(true);
    for (const line of first.split('\n')) expect(Array.from(line).length).toBeLessThan(60);
    shown.show([running()]);
    expect(err().slice(first.length)).toBe(`\u001b[7A\r\u001b[J${first}`);
  });

  it('makes room for its last line when it ends, which stays', () => {
    const { shown, out, err } = screen(true);
    shown.show([running()]);
    shown.show([ended()]);
    shown.show([ended()]);
    expect(err().endsWith('\u001b[7A\r\u001b[J')).toBe(true);
    expect(out()).toBe(
      'extract-pose → poses  done  in 42.0 s  380 of 2048 MB  balanced  37.5 frames/s  id 0a1b2c3d\n',
    );
  });

  it('that died is said to have', () => {
    const { shown, out } = screen(true);
    shown.show([running()]);
    shown.show([running({ state: 'died' })]);
    expect(out()).toContain('extract-pose → poses  died  in 2.00 s  700 of 1024 MB');
  });
});

describe('a run in a file or a pipe', () => {
  it('is a line with each change, and one now and then for its figures', () => {
    const { shown, out, later } = screen(false);
    const lines = () => out().trim().split('\n').length;
    shown.show([running()]);
    expect(out()).toBe(`${plainLine(running())}\n`);
    later(200);
    shown.show([running({ samples: [aSample({ timeS: 3, rssMb: 600 })] })]);
    expect(lines()).toBe(1);
    shown.show([running({ waiting: ['report'] })]);
    expect(lines()).toBe(2);
    shown.show([
      running({ waiting: ['report'], stages: [...running().stages, { timeS: 2, name: 'write' }] }),
    ]);
    expect(lines()).toBe(3);
    later(6000);
    shown.show([
      running({ waiting: ['report'], stages: [...running().stages, { timeS: 2, name: 'write' }] }),
    ]);
    expect(lines()).toBe(4);
    expect(out()).not.toContain('\u001b');
  });

  it('is a line with each run of a benchmark', () => {
    const { shown, out } = screen(false);
    const measured = (doneRuns: number, contender: string) =>
      running({
        progress: {
          step: 'benchmark',
          doneFrames: doneRuns,
          totalFrames: 40,
          framesPerSecond: 0,
          secondsLeft: null,
          unit: 'runs',
          doing: `warming up ${contender}`,
          benchmark: {
            doneRuns,
            totalRuns: 40,
            running: { contender, work: 'mediapipe', repeat: 0 },
            contenders: [],
          },
        },
      });
    shown.show([measured(1, 'fast')]);
    shown.show([measured(2, 'balanced')]);
    expect(out().trim().split('\n')).toHaveLength(2);
    // Once, not again as what the step does.
    expect(out()).toContain('balanced, mediapipe, warm-up · 2 of 40 runs');
  });
});

describe('the bar of memory', () => {
  it.each([
    [0, null, '[........................]'],
    [0.5, 0.75, '[############......|.....]'],
    [1.2, 1.2, '[########################]'],
  ])('shows %d with a peak of %s as %s', (share, peak, text) => {
    expect(bar(share, peak)).toBe(text);
  });
});

describe('the history', () => {
  it('is one line a run', () => {
    const [head, first, second] = historyTable([ended(), running({ state: 'died', id: 'ffff0000' })]).split(
      '\n',
    );
    expect(head).toMatch(/^when +id +step +name +outcome +time +memory +profile +frames\/s +predicted$/);
    expect(first).toMatch(
      /0a1b2c3d +extract-pose +poses +done +42\.0 s +380 of 2048 MB +balanced +37\.5 +–$/,
    );
    expect(second).toMatch(/ffff0000 .* died +2\.00 s +700 of 1024 MB +fast/);
  });

  it('is a document for programs', () => {
    expect(runDocument(running())).toMatchObject({
      state: 'running',
      stage: 'video_processing',
      limit_mb: 1024,
      now: { rss_mb: 512, done: 342, total: 1200, unit: 'frames', seconds_left: 30 },
      queue: {
        walks: { total: 10, done: 3, in_work: ['a', 'b'] },
        waiting_steps: ['detect-events', 'report'],
      },
    });
    expect(runDocument(ended())).toMatchObject({
      outcome: 'done',
      seconds: 42,
      peak_rss_mb: 380,
      stages: { video_processing: 40 },
      now: null,
    });
  });
});

describe('the options of gait monitor', () => {
  it('ask for two runs to compare', () => {
    expect(() => readOptions(monitorOptions, { compare: ['0a1b2c3d'] })).toThrow(/--compare/);
    expect(readOptions(monitorOptions, { compare: ['a', 'b'] })).toMatchObject({
      compare: ['a', 'b'],
      history: 20,
    });
  });
});

describe('the page of what runs', () => {
  it('is told of a run from its start, and then only what is new', () => {
    const news = new RunningNews();
    const at = (run: LoggedRun) => news.of([{ store: 's', run }]);
    expect(at(running())[0]).toMatchObject({ fromStart: true, limitMb: 1024, share: 342 / 1200 });
    const more = running({ samples: [...running().samples, aSample({ timeS: 3 })] });
    const [told] = at(more);
    expect(told).toMatchObject({ fromStart: false });
    expect(told!.samples.map(({ timeS }) => timeS)).toEqual([3]);
    news.forget();
    expect(at(more)[0]!.samples).toHaveLength(3);
    expect(at(ended())).toEqual([]);
  });
});

describe('a run with something long to say', () => {
  const failures = [
    {
      profile: 'tiny',
      reason:
        'The memory limit of 300 MB does not allow the heavy pose model with segmentation: that takes 670 MB. Set max_memory_mb to 670 or more.',
    },
  ];
  const failed = ended({ record: aRecord({ benchmark: { profiles: 1, measured: 0, failures } }) });

  it('says it in lines below its table, which stays narrow', () => {
    const lines = runTableText([failed]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    const at = lines.findIndex((line) => line.startsWith('  Why: tiny: The memory limit'));
    expect(lines.slice(at, at + 2).join('\n')).toMatch(/Set\s+max_memory_mb to 670 or more\.$/);
    expect(lines.some((line) => /^ {2}Outcome +failed$/.test(line))).toBe(true);
  });

  it('says whose it is where two stand side by side', () => {
    const text = runTableText([ended(), failed]);
    expect(text).toContain('  Why (B): tiny: The memory limit of 300 MB');
    expect(text).not.toContain('Why (A)');
  });
});

describe('steps that wait in a session', () => {
  it('are told to the run that they wait for, whenever they change', () => {
    const waiting = new WaitingSteps();
    const told = vi.fn();
    const begin = waiting.add({ step: 'extract-pose' });
    begin();
    const stop = waiting.watch(told);
    const drop = waiting.add({ step: 'detect-events' });
    waiting.add(null);
    drop();
    drop();
    stop();
    waiting.add({ step: 'report' });
    expect(told.mock.calls).toEqual([[['detect-events']], [['detect-events', 'a step']], [['a step']]]);
  });
});
