import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtFile } from '../../src/kernel/package-files';
import { sample } from '../fixtures/gait-command';
import { makeClip, packagedTools } from '../fixtures/video-clips';

let folder: string;
/** The sample's first strides. */
let walker: string;

beforeAll(async () => {
  if (!existsSync(builtFile('gait.js'))) throw new Error('The command is not built: npm run build.');
  folder = mkdtempSync(path.join(os.tmpdir(), 'gait-cli-'));
  walker = path.join(folder, 'walker-side.mp4');
  makeClip(await packagedTools(), walker, ['-i', sample, '-frames:v', '75']);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the command as a user does, in the tests' own folder, and presses Ctrl-C once where it says something. */
function start(args: readonly string[], interruptAt?: string) {
  const child = spawn(process.execPath, [builtFile('gait.js'), ...args], { cwd: folder });
  return new Promise<Ended>((resolve, reject) => {
    let out = '';
    let err = '';
    let interrupted = false;
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => {
      err += text.toString();
      if (interruptAt === undefined || interrupted || !err.includes(interruptAt)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

/** Processes that were started with this folder's name in their command line and still run. */
const leftRunning = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return []; // it has ended meanwhile
      }
    })
    .filter((line) => line.includes(folder));

interface AnalyzeJson {
  readonly files: readonly string[];
  readonly walks: readonly {
    readonly id: string;
    readonly from_store: boolean;
    readonly parameters: { readonly cadence_steps_per_min: number | null } | null;
    readonly error: { readonly kind: string; readonly message: string } | null;
  }[];
}

describe('gait analyze', () => {
  it('takes a video to parameters and reports, and the second time takes them from the store', async () => {
    const args = ['analyze', '--videos', walker, '--performance-mode', 'fast', '--json'];
    const first = await start(args);
    expect(first.err).not.toMatch(/^\s+at /m);
    expect(first.code).toBe(0);
    const { walks, files } = JSON.parse(first.out) as AnalyzeJson;
    expect(walks).toMatchObject([{ id: 'walker-side', error: null }]);
    expect(walks[0]!.parameters?.cadence_steps_per_min).toBeGreaterThan(60);
    for (const name of ['report.html', 'performance_report.json', 'study.csv']) {
      expect(files).toContain(path.join(folder, 'results', name));
      expect(existsSync(path.join(folder, 'results', name))).toBe(true);
    }
    const second = await start(args);
    expect(second.code).toBe(0);
    const again = JSON.parse(second.out) as AnalyzeJson;
    expect(again.walks[0]!.from_store).toBe(true);
    expect(again.walks[0]!.parameters).toEqual(walks[0]!.parameters);
    expect(second.err).toContain('extract-pose  1 walk in');
    expect(second.err).toContain('all from the store');
  });

  it('prints a table and says where the reports lie', async () => {
    const { code, out } = await start(['analyze', '--videos', walker, '--performance-mode', 'fast']);
    expect(code).toBe(0);
    expect(out).toMatch(/^walk\s+steps\/min/m);
    expect(out).toMatch(/^walker-side\s+\d/m);
    expect(out).toContain(path.join('results', 'report.html'));
  });

  it('lists a walk that failed and counts the others', async () => {
    writeFileSync(path.join(folder, 'letter.mp4'), 'Dear reader, this is no video.');
    const { code, out, err } = await start([
      'analyze',
      '--videos',
      walker,
      'letter.mp4',
      '--performance-mode',
      'fast',
      '--output',
      'mixed',
      '--json',
    ]);
    expect(code).toBe(1);
    const { walks } = JSON.parse(out) as AnalyzeJson;
    expect(walks.find(({ id }) => id === 'walker-side')?.parameters).not.toBeNull();
    expect(walks.find(({ id }) => id === 'letter')?.error?.kind).toBe('bad-input');
    expect(err).toContain('letter failed: ');
    expect(existsSync(path.join(folder, 'mixed', 'report.html'))).toBe(true);
  });

  it('ends with 2 where every walk is bad input, and writes no report', async () => {
    const { code, out, err } = await start([
      'analyze',
      '--videos',
      'letter.mp4',
      'nowhere.mp4',
      '--output',
      'none',
      '--json',
    ]);
    expect(code).toBe(2);
    expect((JSON.parse(out) as AnalyzeJson).walks).toHaveLength(2);
    expect(err).not.toMatch(/^\s+at /m);
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });

  it('ends with 3 where the memory limit allows nothing, and names one that would do', async () => {
    const { code, err } = await start([
      'analyze',
      '--videos',
      walker,
      '--max-memory',
      '150',
      '--store',
      'small',
    ]);
    expect(code).toBe(3);
    expect(err).toMatch(/\d+ MB/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('stops on Ctrl-C with 130, and leaves no process behind', async () => {
    const { code, err, out } = await start(
      [
        'analyze',
        '--videos',
        walker,
        '--performance-mode',
        'accurate',
        '--store',
        'stopped',
        '--output',
        'stopped-results',
      ],
      'load-video',
    );
    expect(code).toBe(130);
    expect(err).toContain('Cancelled.');
    expect(out).toBe('');
    expect(existsSync(path.join(folder, 'stopped-results'))).toBe(false);
    expect(leftRunning()).toEqual([]);
  });
});

describe('gait phantom', () => {
  it('renders a walker with its truth beside it', async () => {
    const { code, out } = await start([
      'phantom',
      '--output',
      'tiny.mp4',
      '--duration',
      '0.5',
      '--width-px',
      '128',
      '--height-px',
      '96',
      '--json',
    ]);
    expect(code).toBe(0);
    const { files } = JSON.parse(out) as { files: string[] };
    expect(files).toEqual([path.join(folder, 'tiny.mp4'), path.join(folder, 'tiny.truth.json')]);
    for (const file of files) expect(existsSync(file)).toBe(true);
  });

  it('that is stopped leaves neither a clip nor a process', async () => {
    const { code, err } = await start(
      ['phantom', '--output', path.join(folder, 'long.mp4'), '--duration', '40', '--verbose'],
      'frames',
    );
    expect(code).toBe(130);
    expect(err).toContain('Cancelled.');
    expect(readdirSync(folder).filter((name) => name.includes('long'))).toEqual([]);
    expect(leftRunning()).toEqual([]);
  });
});

describe('gait doctor', () => {
  it('finds that analysis can run here, and says what suits the machine', async () => {
    const { code, out } = await start(['doctor', '--json']);
    const found = JSON.parse(out) as {
      can_analyse: boolean;
      checks: { name: string; state: string }[];
      suited_settings: object;
    };
    expect(found.checks.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(found.can_analyse).toBe(true);
    expect(code).toBe(0);
    expect(found.suited_settings).toHaveProperty('performance_mode');
    expect(existsSync(path.join(folder, '.gait-doctor'))).toBe(false);
  });

  it('ends with 1 where ffmpeg does not work, and says what to do', async () => {
    const { code, out } = await start(['doctor', '--set', 'ffmpeg_path=/nowhere/ffmpeg']);
    expect(code).toBe(1);
    expect(out).toMatch(/BROKEN +ffmpeg: /);
    expect(out).toContain('ffmpeg_path');
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const shell = spawn('sh', [
      '-c',
      `"${process.execPath}" "${builtFile('gait.js')}" analyze --help | true`,
    ]);
    let err = '';
    shell.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await new Promise((resolve) => shell.on('close', resolve));
    expect(err).toBe('');
  });
});
