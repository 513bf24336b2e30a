import { beforeEach, describe, expect, it } from 'vitest';
import { RunFollower, type RunFiles } from '../../src/shared/run-follower';
import { afterLines, loggedRun, type OwnerState } from '../../src/shared/run-log';
import { aRecord, aSample } from './performance-fixture';

const owner = '0123abcd-42-77';
const start = {
  type: 'start',
  id: '0a1b2c3d',
  step: 'extract-pose',
  name: 'poses',
  startedAt: '2025-03-01T09:00:00.000Z',
  owner,
  limitMb: 1024,
  profile: 'fast',
};
const walk = (id: string, state: string) => ({ type: 'walk', timeS: 1, id, state });
const sample = (timeS: number, rssMb = 300) => ({ type: 'sample', sample: aSample({ timeS, rssMb }) });
const end = { type: 'end', record: aRecord({ id: '0a1b2c3d' }) };
const lines = (...all: object[]): string => all.map((line) => `${JSON.stringify(line)}\n`).join('');

/** A store's logs in memory. */
class MemoryFiles implements RunFiles {
  readonly logs = new Map<string, Buffer>();
  readonly owners = new Map<string, OwnerState>([[owner, 'alive']]);
  bytesRead = 0;

  write(name: string, text: string): void {
    this.logs.set(name, Buffer.concat([this.logs.get(name) ?? Buffer.alloc(0), Buffer.from(text)]));
  }
  names(): Promise<string[]> {
    return Promise.resolve([...this.logs.keys()]);
  }
  sizeBytes(name: string): Promise<number> {
    return Promise.resolve(this.logs.get(name)!.length);
  }
  read(name: string, fromByte: number, toByte: number): Promise<Uint8Array> {
    const bytes = this.logs.get(name)!.subarray(fromByte, toByte);
    this.bytesRead += bytes.length;
    return Promise.resolve(bytes);
  }
  text(bytes: Uint8Array): string {
    return Buffer.from(bytes).toString('utf8');
  }
  ownerState(name: string): OwnerState {
    return this.owners.get(name) ?? 'elsewhere';
  }
}

describe('the lines of a run’s log', () => {
  const told = (text: string) => {
    const run = afterLines(null, text);
    return run && loggedRun(run, 'a.jsonl', 'alive');
  };

  it('tell the queue: walks done, failed, in work, and steps that wait', () => {
    const run = told(
      lines(
        start,
        { type: 'waiting', timeS: 0, steps: ['detect-events', 'report'] },
        { type: 'walks', timeS: 1, total: 5 },
        ...['a', 'b', 'c', 'd'].map((id) => walk(id, 'begun')),
        walk('a', 'done'),
        walk('b', 'stored'),
        walk('c', 'failed'),
      ),
    );
    expect(run?.walks).toEqual({ total: 5, done: 2, stored: 1, failed: 1, inWork: ['d'] });
    expect(run?.waiting).toEqual(['detect-events', 'report']);
    expect(run).toMatchObject({ limitMb: 1024, profile: 'fast', lastS: 1 });
  });

  it('of an earlier version are read as well', () => {
    const { limitMb: _limit, profile: _profile, ...earlier } = start;
    expect(told(lines(earlier, sample(2)))).toMatchObject({ limitMb: null, profile: null, walks: null });
  });

  it('that are torn, or that nobody knows, are passed over', () => {
    const text = `${lines(start)}{"type":"stage","ti\n${lines({ type: 'of a later version' }, sample(3))}`;
    expect(told(text)).toMatchObject({ stages: [], lastS: 3 });
  });

  it('with a record that is none are passed over: it may be another’s file', () => {
    expect(
      told(lines(start, { type: 'end', record: { id: 'x', outcome: 'done', seconds: 1 } })),
    ).toMatchObject({
      state: 'running',
      record: null,
    });
  });

  it('of a long run keep the peak, in a bounded number of samples', () => {
    let run = afterLines(null, lines(start));
    for (let minute = 0; minute < 100; minute++) {
      const samples = Array.from({ length: 240 }, (_, at) =>
        sample(minute * 60 + at / 4, minute === 41 && at === 100 ? 999 : 300),
      );
      run = afterLines(run, lines(...samples));
    }
    expect(run!.samples.length).toBeLessThanOrEqual(4000);
    expect(Math.max(...run!.samples.map(({ rssMb }) => rssMb))).toBe(999);
    expect(run!.samples.at(-1)!.timeS).toBeGreaterThan(5995);
  });
});

describe('somebody who follows a store', () => {
  let files: MemoryFiles;
  let follower: RunFollower;
  beforeEach(() => {
    files = new MemoryFiles();
    follower = new RunFollower(files);
  });

  it('sees nothing where there are no runs', async () => {
    expect(await follower.look()).toEqual([]);
  });

  it('sees a run move, and reads only what is new', async () => {
    files.write('1.jsonl', lines(start, sample(1)));
    const [first] = await follower.look();
    expect(first).toMatchObject({ state: 'running', lastS: 1 });
    const readBefore = files.bytesRead;
    files.write('1.jsonl', lines(sample(2)));
    expect((await follower.look())[0]).toMatchObject({ lastS: 2 });
    expect(files.bytesRead - readBefore).toBe(lines(sample(2)).length);
  });

  it('is given the same run where nothing happened', async () => {
    files.write('1.jsonl', lines(start, sample(1)));
    const [first] = await follower.look();
    expect((await follower.look())[0]).toBe(first);
  });

  it('never sees half a line, however it is torn', async () => {
    const text = lines(start, { type: 'stage', timeS: 1, name: 'Prüfung' }, sample(2));
    const bytes = Buffer.from(text);
    const seen: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const before = files.logs.get('1.jsonl') ?? Buffer.alloc(0);
      files.logs.set('1.jsonl', Buffer.concat([before, bytes.subarray(at, at + 1)]));
      seen.push((await follower.look())[0]?.lastS ?? 0);
    }
    expect([...new Set(seen)]).toEqual([0, 1, 2]);
    expect((await follower.look())[0]!.stages).toEqual([{ timeS: 1, name: 'Prüfung' }]);
  });

  it('sees a run end, with its record', async () => {
    files.write('1.jsonl', lines(start, sample(1)));
    await follower.look();
    files.write('1.jsonl', lines(end));
    expect((await follower.look())[0]).toMatchObject({ state: 'ended', record: { outcome: 'done' } });
  });

  it('sees a killed run as died, with its last figure and whatever it left of a line', async () => {
    files.write('1.jsonl', lines(start, sample(1), sample(2, 555)));
    await follower.look();
    files.write('1.jsonl', '{"type":"sam');
    files.owners.set(owner, 'dead');
    const [run] = await follower.look();
    expect(run).toMatchObject({ state: 'died', record: null });
    expect(run!.samples.at(-1)).toMatchObject({ rssMb: 555 });
  });

  it('does not call a run died that ended while it was looked at', async () => {
    files.owners.set(owner, 'dead');
    files.write('1.jsonl', lines(start, sample(1)));
    const readAll = files.read.bind(files);
    let isLate = true;
    files.read = async (name, from, to) => {
      const bytes = await readAll(name, from, to);
      if (isLate && from === 0 && to === files.logs.get(name)!.length) {
        isLate = false;
        files.write(name, lines(end));
      }
      return bytes;
    };
    expect((await follower.look())[0]!.state).not.toBe('running');
    expect((await follower.look())[0]).toMatchObject({ state: 'ended' });
  });

  it('cannot tell of a run on another machine', async () => {
    files.write('1.jsonl', lines({ ...start, owner: 'ffffffff-1-1' }));
    expect((await follower.look())[0]).toMatchObject({ state: 'unknown' });
  });

  it('reads of runs that are over only their beginning and their end', async () => {
    const middle = lines(...Array.from({ length: 20_000 }, (_, at) => sample(at)));
    files.write('1.jsonl', lines(start) + middle + lines(end));
    const [run] = await follower.look();
    expect(run).toMatchObject({ state: 'ended', profile: 'fast', record: { outcome: 'done' } });
    expect(run!.samples).toEqual(end.record.series);
    expect(files.bytesRead).toBeLessThan(middle.length / 2);
  });

  it('sees so many of the newest, and beside them what still runs', async () => {
    const few = new RunFollower(files, 2);
    files.write('1.jsonl', lines(start, sample(1)));
    expect((await few.look()).map(({ file }) => file)).toEqual(['1.jsonl']);
    for (const name of ['2.jsonl', '3.jsonl', '4.jsonl']) files.write(name, lines(start, end));
    expect((await few.look()).map(({ file }) => file)).toEqual(['4.jsonl', '3.jsonl', '1.jsonl']);
    files.write('1.jsonl', lines(end));
    await few.look();
    expect((await few.look()).map(({ file }) => file)).toEqual(['4.jsonl', '3.jsonl']);
  });
});
