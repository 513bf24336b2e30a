import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exitCodeOf } from '../../src/cli/analyze';
import { analyzeOptions } from '../../src/cli/analyze-options';
import { chainsOf } from '../../src/cli/analyze-steps';
import { gait } from '../../src/cli/program';
import { parameterTable } from '../../src/cli/parameter-table';
import { addOptions, flagOf, readOptions } from '../../src/cli/schema-options';
import { sessionOptionsOf } from '../../src/cli/settings-options';
import type { Terminal } from '../../src/cli/terminal';
import { GaitError, type GaitErrorKind } from '../../src/shared/errors';
import { resolveSettings } from '../../src/shared/resolve-settings';
import type { GaitParameters, SidedStatistic, Statistic } from '../../src/shared/results';
import { phantomOptions } from '../../src/shared/phantom-options';
import { Command } from 'commander';

/** Runs the command in this process and keeps what it says. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    live: false,
    columns: 80,
  };
  const code = await gait(args, terminal);
  return { code, ...said };
}

const analyze = (...args: string[]) => {
  const command = new Command();
  addOptions(command, analyzeOptions);
  command.parse(args, { from: 'user' });
  return readOptions(analyzeOptions, command.opts());
};

function refusal(work: () => unknown): GaitError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

describe('help', () => {
  it('lists the commands on standard output', async () => {
    const { code, out, err } = await run('--help');
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const command of ['analyze', 'train', 'phantom', 'doctor'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain('Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 the memory limit');
  });

  it('of phantom says unit, range and default of every option, as the schema has them', async () => {
    const { out } = await run('phantom', '--help');
    const words = out.replace(/\s+/g, ' ');
    for (const key of Object.keys(phantomOptions.shape)) expect(words).toContain(flagOf(key));
    expect(words).toContain('--cadence <steps/min> Cadence in steps per minute. (40 to 200; default 110)');
    expect(words).toContain('--direction <left|right>');
    expect(words).toMatch(/--treadmill Walks on a belt/);
  });

  it('shows defaults as they are typed', async () => {
    const words = async (command: string): Promise<string> =>
      (await run(command, '--help')).out.replace(/\s+/g, ' ');
    const ofBenchmark = await words('benchmark');
    for (const preset of ['fast,balanced,accurate', 'both', '3', 'benchmark_results', '.gait'])
      expect(ofBenchmark).toContain(`default ${preset})`);
    for (const command of ['analyze', 'train', 'benchmark', 'compare', 'phantom', 'monitor'])
      expect(await words(command)).not.toMatch(/default ["[{]/);
  });

  it('of analyze has the flags that were promised', async () => {
    const { out } = await run('analyze', '--help');
    const flags = out.match(/^ {2}--[a-z-]+/gm)?.map((flag) => flag.trim());
    expect(flags).toEqual(
      expect.arrayContaining([
        '--videos',
        '--landmarks',
        '--study',
        '--task',
        '--model',
        '--performance-mode',
        '--max-memory',
        '--config',
        '--enable-optimizations',
        '--disable-optimizations',
        '--height',
        '--crop',
        '--output',
        '--store',
        '--json',
        '--verbose',
      ]),
    );
  });

  it('of every command fits in a terminal of eighty columns', async () => {
    const { out: all } = await run('--help');
    const commands = [...all.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
    expect(commands).toContain('benchmark');
    for (const command of commands.filter((name) => name !== 'help')) {
      const { out } = await run(command, '--help');
      const options = out.slice(0, out.indexOf('Exit codes:'));
      expect(options.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it('is what a bare "gait" shows, as a mistake in its use', async () => {
    const { code, out, err } = await run();
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('Usage: gait');
  });

  it('goes with the version', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a mistake on the command line', () => {
  it.each<[string[], string, string]>([
    [['analize'], "Unknown command 'analize'.", 'Did you mean analyze?'],
    [['analyze', '--vidoes', 'a.mp4'], "Unknown option '--vidoes'.", 'Did you mean --videos?'],
    [['analyze', '--videos'], 'argument missing', 'gait analyze --help'],
    [['analyze', 'walk.mp4'], 'Too many arguments', '--videos walk.mp4'],
    [['benchmark', 'walk.mp4'], 'Too many arguments', '--video walk.mp4'],
    [['train', 'walk.mp4'], 'Too many arguments', '--data walk.mp4'],
    [['doctor', 'walk.mp4'], 'Too many arguments', 'For what there is: gait doctor --help'],
    [['analyze'], 'There is nothing to analyse.', 'Give --videos FILE…'],
    [['analyze', '--videos', ''], '--videos cannot be [""].', 'Give one path or more.'],
    [['analyze', '--videos', 'a', '--max-memory', '-5'], '--max-memory cannot be -5.', 'such as "80%"'],
    [['analyze', '--videos', 'a', '--max-memory', 'lots'], '--max-memory cannot be "lots".', 'such as "80%"'],
    [['analyze', '--videos', 'a', '--deadline', '0'], '--deadline cannot be 0.', 'Give a number above 0.'],
    [
      ['analyze', '--videos', 'a', '--deadline', 'abc'],
      '--deadline cannot be "abc".',
      'Give a number above 0.',
    ],
    [
      ['analyze', '--videos', 'a', '--set', 'training.learning_rate=2'],
      'training.learning_rate cannot be 2.',
      'Give a number above 0 and at most 1.',
    ],
    [
      ['export', 'a.gaitnb', 'b.gaitnb', '--to', 'html'],
      'Error: The command takes one notebook, and 2 are given: a.gaitnb, b.gaitnb.',
      'Give one notebook.',
    ],
    [
      ['compare', 'a.trc', 'b.trc', 'c.trc', 'd.trc'],
      'The command takes one or two sources, and 4 are given: a.trc, b.trc, c.trc, ….',
      'Give one or two sources.',
    ],
    [
      ['monitor', '--compare', 'f58e5ddb'],
      'Error: --compare takes two ids, and 1 is given: f58e5ddb.',
      'such as --compare 0a1b2c3d 4e5f6a7b',
    ],
    [['analyze', '--videos', 'a', '--height', '172'], '--height cannot be 172.', 'a number from 0.4 to 2.6'],
    [
      ['analyze', '--videos', 'a', '--height', 'tall'],
      '--height cannot be "tall".',
      'a number from 0.4 to 2.6',
    ],
    [['analyze', '--videos', 'a', '--crop', '0,0,0,0'], '--crop cannot be [0,0,0,0].', 'x, y, width, height'],
    [['analyze', '--videos', 'a', '--crop', '1,2,3'], '--crop cannot be [1,2,3].', 'x, y, width, height'],
    [
      ['analyze', '--videos', 'a', '--task', 'phase_detection'],
      '--task phase_detection needs a trained model.',
      'gait train writes',
    ],
    [
      ['analyze', '--videos', 'a', '--task', 'phase_detection', '--model', 'm', '--method', 'zeni'],
      '--method is a rule',
      'Leave --method out',
    ],
    [
      ['analyze', '--videos', 'a', '--task', 'phase_detection', '--model', 'm', '--phantom', 'p.mp4'],
      'what change detect-events can detect',
      'Leave --phantom out',
    ],
    [['analyze', '--videos', 'a', '--fold', '2'], '--fold belongs to', 'or leave --fold out'],
    [
      ['analyze', '--videos', 'a', '--task', 'phase_detection', '--model', 'nowhere'],
      'There is no folder',
      'gait train wrote',
    ],
    [
      ['analyze', '--videos', 'a', '--task', 'dance'],
      '--task cannot be "dance".',
      '"event_detection" or "phase_detection"',
    ],
    [['analyze', '--videos', 'a', '--model', 'm'], '--model belongs to', 'or leave --model out'],
    [['analyze', '--videos', 'a', '--set', 'frame_widht=3'], 'unknown key "frame_widht"', '"frame_width"'],
    [
      ['analyze', '--videos', 'a', '--set', 'frame_width'],
      '--set frame_width: that is not a setting.',
      'key=value',
    ],
    [['analyze', '--videos', 'a', '--set', 'training.epochs=0'], 'training.epochs', 'from 1'],
    [['analyze', '--videos', 'a', '--set', 'batch_size=8'], '"batch_size" is not taken', 'io_optimization'],
    [
      ['analyze', '--videos', 'a', '--enable-optimizations', '--disable-optimizations'],
      'contradict',
      'one of them',
    ],
    [['analyze', '--landmarks', 'a', '--crop', '0,0,9,9'], 'for videos, and no video', 'Give --videos'],
    [['analyze', '--videos', 'a', '--fps', '60'], 'no landmarks are given', '--capture-fps'],
    [['phantom'], '--output is missing.', 'such as walker.mp4'],
    [['phantom', '--output', 'w.mp4', '--crop', '0,0,9,9'], 'about the recording of --like', '--like VIDEO'],
    [['phantom', '--output', 'w.mp4', '--cadence', '5'], '--cadence cannot be 5.', 'a number from 40 to 200'],
  ])('%j ends with exit code 2, says what is wrong and what to do', async (args, wrong, hint) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(wrong);
    expect(err).toContain(hint);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('is a JSON document on standard output where one was asked for', async () => {
    const { code, out, err } = await run('analyze', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      error: { kind: 'bad-input', message: 'There is nothing to analyse.' },
    });
    expect(err).toContain('There is nothing to analyse.');
  });
});

describe('the flags of analyze', () => {
  it('become one chain for videos and one for landmarks', () => {
    const chains = chainsOf(
      analyze(
        '--videos',
        'a.mp4',
        'b*.mp4',
        '--landmarks',
        'c.trc',
        '--height',
        '1.7',
        '--crop',
        '1,2,30,40',
      ),
    );
    expect(chains.map((chain) => chain.map(({ step }) => step))).toEqual([
      ['load-video', 'extract-pose', 'detect-events'],
      ['load-landmarks', 'detect-events'],
    ]);
    expect(chains[0]![0]).toMatchObject({ video: ['a.mp4', 'b*.mp4'], height_m: 1.7, crop: [1, 2, 30, 40] });
    expect(chains[1]![0]).toMatchObject({ landmarks: ['c.trc'], height_m: 1.7 });
  });

  it('of phase_detection read phases with the model where events would be found', () => {
    const chains = chainsOf(
      analyze(
        ...['--videos', 'a.mp4', '--landmarks', 'c.trc', '--task', 'phase_detection'],
        ...['--model', 'trained', '--fold', '2', '--exclude', 'first'],
      ),
    );
    const wanted = { step: 'predict-phases', model_folder: 'trained', fold: 2, exclude: ['first'] };
    expect(chains.map((chain) => chain.at(-1))).toMatchObject([
      { ...wanted, pose: 'poses' },
      { ...wanted, pose: 'landmarks' },
    ]);
  });

  it('may name a study table instead of videos', () => {
    expect(chainsOf(analyze('--study', 'walks.csv'))[0]![0]).toMatchObject({ study: 'walks.csv' });
  });

  it('set the layer above the configuration file, each value under its flag', () => {
    const { settings, settingsSource, configFile, storeFolder } = sessionOptionsOf(
      analyze(
        '--videos',
        'a.mp4',
        '--performance-mode',
        'fast',
        '--max-memory',
        '60%',
        '--config',
        'my.json',
        '--store',
        's',
        '--set',
        'signal_processing.filter_cutoff_hz=5',
        'model_complexity=1',
        '--disable-optimizations',
      ),
    );
    expect({ configFile, storeFolder }).toEqual({ configFile: 'my.json', storeFolder: 's' });
    const resolved = resolveSettings([{ source: settingsSource!, values: settings! }]);
    expect(resolved.settings).toMatchObject({
      performance_mode: 'fast',
      max_memory_mb: '60%',
      enable_optimizations: false,
      mediapipe: { model_complexity: 1 },
      signal_processing: { filter_cutoff_hz: 5 },
    });
    expect(resolved.sources).toMatchObject({
      performance_mode: '--performance-mode',
      max_memory_mb: '--max-memory',
      enable_optimizations: '--disable-optimizations',
      'mediapipe.model_complexity': '--set',
      'signal_processing.filter_cutoff_hz': '--set',
    });
  });

  it('win over the same keys given by --set', () => {
    const { settings } = sessionOptionsOf(
      analyze('--videos', 'a', '--set', 'max_memory_mb=500', '--max-memory', '900'),
    );
    expect(settings).toEqual({ max_memory_mb: 900 });
  });

  it('turn optimizations back on that a configuration file turned off', () => {
    const { settings, settingsSource } = sessionOptionsOf(analyze('--videos', 'a', '--enable-optimizations'));
    const { settings: effective, sources } = resolveSettings([
      { source: 'my.json', values: { enable_optimizations: false } },
      { source: settingsSource!, values: settings! },
    ]);
    expect(effective.enable_optimizations).toBe(true);
    expect(effective.io_optimization.max_workers).toBe(4);
    expect(sources['enable_optimizations']).toBe('--enable-optimizations');
  });

  it('take text where a setting is text', () => {
    const { settings } = sessionOptionsOf(
      analyze('--videos', 'a', '--set', 'ffmpeg_path=/opt/ff mpeg', 'frame_rate=null'),
    );
    expect(settings).toEqual({ ffmpeg_path: '/opt/ff mpeg', frame_rate: null });
  });

  it('refuse a key that is set twice in two spellings', () => {
    const { message } = refusal(() =>
      sessionOptionsOf(
        analyze('--videos', 'a', '--set', 'model_complexity=0', 'mediapipe.model_complexity=1'),
      ),
    );
    expect(message).toContain('set twice');
  });
});

describe('the exit code of a study', () => {
  const walk = (kind?: GaitErrorKind) => ({ error: kind ? { message: 'x', kind } : null });
  it.each([
    ['all walks went well', [walk(), walk()], 0],
    ['one of two failed', [walk(), walk('bad-input')], 1],
    ['all were bad input', [walk('bad-input'), walk('bad-input')], 2],
    ['none fits the memory limit', [walk('memory-limit')], 3],
    ['they failed for different reasons', [walk('bad-input'), walk('failed')], 1],
  ])('where %s', (_story, walks, code) => {
    expect(exitCodeOf(walks)).toBe(code);
  });
});

describe('the table of parameters', () => {
  const statistic = (mean: number | null): Statistic => ({ mean, sd: null, n: mean === null ? 0 : 5 });
  const sided = (
    left: number | null,
    right: number | null,
  ): SidedStatistic & { all: Statistic; total: Statistic } => ({
    left: statistic(left),
    right: statistic(right),
    all: statistic(left),
    total: statistic(left),
  });
  const parameters = (speed: number | null): GaitParameters => ({
    cadence_steps_per_min: 109.84,
    stride_time_s: sided(1.0912, 1.0931),
    step_time_s: sided(0.545, 0.546),
    stance_percent: sided(61.2, 61.4),
    swing_percent: sided(38.8, 38.6),
    single_support_percent: sided(38, 38),
    double_support_percent: sided(22.4, null),
    symmetry_index_percent: {},
    stride_length_m: null,
    step_length_m: null,
    stride_length_body_heights: null,
    step_width_m: null,
    foot_clearance_m: null,
    joint_angles_deg: {},
    normative: {},
    speed_m_s: speed === null ? null : sided(speed, speed),
    quality: {
      frames: 100,
      detected_share: 0.994,
      walking_direction: 'right',
      abstentions: [],
      warnings: [],
      scale: null,
      method: { name: 'zeni', source: 'Zeni et al. 2008' },
      passes: [],
      view: { deg: null, from: 'unknown', corrected: false },
      floor_deg: null,
    },
  });

  it('has one line a walk, and a dash where there is nothing to say', () => {
    const [header, first, second] = parameterTable([
      { id: 'walk', parameters: parameters(null) },
      { id: 'failed walk', parameters: null },
    ]).split('\n');
    expect(header).toContain('stride s L / R');
    expect(first).toMatch(
      /^walk\s+109\.8\s+1\.091 \/ 1\.093\s+0\.545 \/ 0\.546\s+61\.2 \/ 61\.4\s+22\.4\s+5\s+99$/,
    );
    expect(second).toMatch(/^failed walk(\s+–)+$/);
  });

  it('shows lengths and speed only where a walk has a scale', () => {
    expect(parameterTable([{ id: 'a', parameters: parameters(null) }])).not.toContain('m/s');
    const scaled = parameterTable([
      { id: 'a', parameters: parameters(1.254) },
      { id: 'b', parameters: parameters(null) },
    ]);
    expect(scaled).toContain('m/s');
    expect(scaled).toContain('1.25');
  });

  it('goes on in a further table rather than past a hundred columns, each line with its walk', () => {
    const lines = parameterTable([
      { id: 'S01-barefoot-second-visit', parameters: parameters(1.254) },
      { id: 'b', parameters: parameters(null) },
    ]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.filter((line) => line.startsWith('S01-barefoot-second-visit'))).toHaveLength(2);
    expect(lines.join('\n')).toContain('1.25');
  });
});

describe('a configuration file named on the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'gait-cli-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each<[string, string | null, string]>([
    ['missing.json', null, 'there is no such file'],
    ['.', null, 'it is a folder'],
    ['wrong.json', '{"mediapipe": {"model_complexty": 1}}', 'Did you mean "mediapipe.model_complexity"?'],
    ['broken.json', '{"frame_width": ', 'is not JSON'],
    ['unknown.json', '{"performance_mode": "fats"}', 'Did you mean "fast"?'],
  ])('%s is refused by doctor too', async (name, content, says) => {
    const file = path.join(folder, name);
    if (content !== null) writeFileSync(file, content);
    const { code, err } = await run('doctor', '--config', file);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});

describe('a notebook that cannot be read', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-notebooks-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each<[string, string[]]>([
    ['export', ['--to', 'html']],
    ['run', []],
  ])('is named by gait %s, and what is wrong with it told in one line', async (command, rest) => {
    for (const [name, text, wrong] of [
      ['cut.gaitnb', '{"cells": [', 'cut.gaitnb is cut off: its end is missing.'],
      ['letter.gaitnb', 'hello\n', "letter.gaitnb is not JSON: Unexpected token 'h'."],
    ] as const) {
      writeFileSync(path.join(folder, name), text);
      const { code, err } = await run(command, path.join(folder, name), ...rest);
      expect(code).toBe(2);
      expect(err.split('\n')[0]).toBe(`Error: ${wrong}`);
    }
  });
});
