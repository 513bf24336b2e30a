import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtFile } from '../../src/kernel/package-files';
import { gait, sample, startGait, type GaitEnd } from '../fixtures/gait-command';
import { makeClip, packagedTools } from '../fixtures/video-clips';

let folder: string;
/** The sample's first strides. */
let walker: string;
beforeAll(async () => {
  if (!existsSync(builtFile('gait.js'))) throw new Error('The command is not built: npm run build.');
  folder = mkdtempSync(path.join(os.tmpdir(), 'gait-monitor-'));
  walker = path.join(folder, 'walker-side.mp4');
  makeClip(await packagedTools(), walker, ['-i', sample, '-frames:v', '75']);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Follows a store in a process of its own; `until` waits for what it says. */
function follow(...args: string[]) {
  const { child, ended } = startGait(['monitor', '--follow', ...args], { folder });
  let out = '';
  let look: () => void = () => undefined;
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    look();
  });
  const over = ended.then(() => {
    look();
    return null;
  });
  const until = (pattern: RegExp): Promise<string> => {
    const said = new Promise<string>((resolve) => {
      look = () => {
        if (pattern.test(out)) resolve(out);
      };
      look();
    });
    return Promise.race([said, over]).then((text) => {
      if (text === null) throw new Error(`The monitor has ended before it said ${String(pattern)}:\n${out}`);
      return text;
    });
  };
  return { child, ended, until };
}

const analysis = (profile: string): string[] => [
  ...['analyze', '--videos', walker, '--performance-mode', profile, '--output', `results-${profile}`],
];

interface MonitorJson {
  readonly running: readonly unknown[];
  readonly history: readonly { id: string; step: string; outcome: string; peak_rss_mb: number }[];
}
const history = async (): Promise<MonitorJson> => {
  const { code, out } = await gait(['monitor', '--json'], { folder });
  expect(code).toBe(0);
  return JSON.parse(out) as MonitorJson;
};

describe('gait monitor', () => {
  it('says where nothing has run yet, and how to begin', async () => {
    const once = await gait(['monitor', '--once'], { folder });
    expect(once).toMatchObject({ code: 0, err: '' });
    expect(once.out).toMatch(/^No step has run in .*\.gait yet\./);
    expect(once.out).toContain('gait analyze --videos');
    const { code, out } = await gait(['monitor', '--json'], { folder });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ running: [], history: [] });
    expect(existsSync(path.join(folder, '.gait'))).toBe(false);
  });

  it('waits for the first run, follows it in another process to its end, and ends with Ctrl+C', async () => {
    const monitor = follow();
    await monitor.until(/No step has run in .* yet/);
    const work = startGait(analysis('fast'), { folder });
    const seen = await monitor.until(/^extract-pose .* done /m);
    expect(seen).toMatch(/^extract-pose .*video processing.*\d+ of 75 frames.*\d+ of \d+ MB.*% CPU/m);
    expect(seen).toMatch(/in work: walker-side/);
    expect(seen).toMatch(/^extract-pose .*waiting: detect-events/m);
    expect((await work.ended).code).toBe(0);
    await monitor.until(/^report .* done /m);
    monitor.child.kill('SIGINT');
    const end: GaitEnd = await monitor.ended;
    expect(end.code).toBe(0);
    expect(end.err).not.toContain('Cancelled');
    expect(end.left).toEqual([]);
  });

  it('shows a killed run as died, with its last figure', async () => {
    const work = startGait(analysis('accurate'), { folder });
    const monitor = follow();
    await monitor.until(/^extract-pose .*[1-9]\d* of 75 frames/m);
    work.child.kill('SIGKILL');
    await work.ended;
    expect(await monitor.until(/^extract-pose .* died /m)).toMatch(/died +in .* \d+ of \d+ MB +accurate/);
    monitor.child.kill('SIGINT');
    expect((await monitor.ended).code).toBe(0);
    const { history: runs, running } = await history();
    expect(running).toEqual([]);
    expect(runs.find(({ outcome }) => outcome === 'died')).toMatchObject({ step: 'extract-pose' });
  });

  it('lists the history, shows one run, and lays two side by side', async () => {
    const { history: runs } = await history();
    const pose = runs.find(({ step, outcome }) => step === 'extract-pose' && outcome === 'done')!;
    const events = runs.find(({ step }) => step === 'detect-events')!;
    expect(pose.peak_rss_mb).toBeGreaterThan(50);

    const once = await gait(['monitor', '--once', '--history', '3'], { folder });
    expect(once.out.trim().split('\n').slice(2)).toHaveLength(4);
    const one = await gait(['monitor', '--run', pose.id.slice(0, 6)], { folder });
    expect(one.out).toMatch(/Peak memory +\d+ of \d+ MB/);
    const pair = await gait(['monitor', '--compare', pose.id, events.id], { folder });
    expect(pair.out).toMatch(/Time +\S+ s +\S+ s +−\d+ %/);
    const document = await gait(['monitor', '--compare', pose.id, events.id, '--json'], { folder });
    expect(JSON.parse(document.out)).toMatchObject({ runs: [{ id: pose.id }, { id: events.id }] });
  });

  it.each([
    [['--run', 'nobody'], 'There is no run "nobody"'],
    [['--follow', '--json'], '--follow and --json contradict each other'],
    [['--compare', 'a'], '--compare'],
    [['--run', 'anything', '--store', 'nowhere'], 'There is no run "anything"'],
    [['--store', 'letter.txt'], 'letter.txt is a file'],
  ])('refuses %j in plain words', async (args, words) => {
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear reader,');
    const { code, err } = await gait(['monitor', ...args], { folder });
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
