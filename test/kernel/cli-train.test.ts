// The command as a user has it: a study to a trained classifier, and that to the events of new walks.
import { existsSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gait, readJson, sample } from '../fixtures/gait-command';
import { tinyTraining, writeStudy } from '../fixtures/training-study';
import { makeClip, packagedTools } from '../fixtures/video-clips';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-cli-train-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const run = (...args: string[]) => gait(args, { folder });
/** What the command has no flag for. */
const { n_folds: _folds, ...tiny } = { ...tinyTraining, epochs: 20, num_filters: 8 };
const settings = ['--set', ...Object.entries(tiny).map(([key, value]) => `training.${key}=${value}`)];

beforeAll(() => {
  writeStudy(path.join(folder, 'study'), { subjects: 6, secondsEach: 5 });
});

describe('gait train', () => {
  it('takes a study to scores beside the baselines, and one model a fold', async () => {
    const { code, out, err, left } = await run(
      ...['train', '--study', 'study/study.csv', '--folds', '3', '--output', 'trained', ...settings],
    );
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(0);
    for (const row of [
      'fold 1',
      'fold 3',
      'network, mean ± SD',
      'always the commonest',
      'rule (detect-events)',
    ]) {
      expect(out).toMatch(new RegExp(`^${row.replace(/[()]/g, '\\$&')} +(0|1)\\.\\d{3}`, 'm'));
    }
    expect(out).toContain(path.join('trained', 'cv_metrics.json'));
    for (const name of ['cv_metrics.json', 'fold_scores.json', 'models/fold_3/model_card.json']) {
      expect(existsSync(path.join(folder, 'trained', name))).toBe(true);
    }
    expect(err).toMatch(/^train-folds {2}6 walks in /m);
    expect(left).toEqual([]);
  });

  it('prints one document where JSON is asked for, the second time from the store', async () => {
    const { code, out, err } = await run(
      ...[
        'train',
        '--study',
        'study/study.csv',
        '--folds',
        '3',
        '--output',
        'trained',
        ...settings,
        '--json',
      ],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      metrics: { target: 'contact', folds: 3, groups: 6 },
      folds: [{ fold: 1 }, { fold: 2 }, { fold: 3 }],
      walks: expect.arrayContaining([expect.objectContaining({ id: 's1-1', subject: 'S1' })]) as object[],
    });
    expect(err).toContain('all from the store');
  });

  it.each<[string, string[], string, string]>([
    [
      'too few subjects',
      ['--study', 'study/study.csv', '--folds', '9'],
      'needs at least 9 groups',
      'n_folds',
    ],
    [
      'no labels',
      ['--data', 'study/s1-1.trc', 'study/s2-1.trc'],
      'There are no labels for s1-1, s2-1.',
      '--found-labels',
    ],
    ['walks that are not there', ['--data', 'nowhere.trc'], 'nowhere.trc', ''],
    [
      'a table of labels that is not there',
      ['--study', 'study/study.csv', '--labels', 'no.csv'],
      'no.csv',
      '',
    ],
    [
      'a kernel that has no middle',
      ['--study', 'study/study.csv', '--set', 'training.kernel_size=4'],
      'kernel_size 4 is even',
      'causal',
    ],
    ['nothing', [], 'There is nothing to train on.', '--data FILE…'],
    [
      'folds that are two things',
      ['--data', 'x.trc', '--folds', '3', '--leave-one-out'],
      'contradict',
      'one of them',
    ],
    ['a flag for videos alone', ['--data', 'study/s1-1.trc', '--capture-fps', '240'], 'is for videos', ''],
  ])('with %s ends with exit code 2 and says why', async (_what, args, wrong, hint) => {
    const { code, err } = await run('train', ...args);
    expect(code).toBe(2);
    expect(err).toContain(wrong);
    expect(err).toContain(hint);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('learns from found events only where it is told to, and says who judges then', async () => {
    const { code, out } = await run(
      ...['train', '--data', 'study/s*-1.trc', '--found-labels', '--folds', '3', '--output', 'found'],
      ...[...settings, 'training.epochs=1'],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/rule/);
  });
});

describe('gait analyze --task phase_detection', () => {
  it('takes a video by a trained model to the files of any analysis, and its phases', async () => {
    makeClip(await packagedTools(), path.join(folder, 'walker-side.mp4'), ['-i', sample, '-frames:v', '75']);
    const end = await run(
      ...['analyze', '--videos', 'walker-side.mp4', '--task', 'phase_detection', '--model', 'trained'],
      ...['--performance-mode', 'fast', '--json', '--set', 'training.engine=wasm'],
    );
    expect(end.code).toBe(0);
    const { walks, files } = readJson(end);
    expect(walks[0]!.parameters?.quality.method.name).toBe('network');
    expect(files).toContain(path.join(folder, 'results', 'walker-side', 'phases.csv'));
    expect(files).toContain(path.join(folder, 'results', 'report.html'));
  });

  it('refuses a model that was cut short before a pose is looked for', async () => {
    truncateSync(path.join(folder, 'found', 'models', 'fold_1', 'weights.bin'), 100);
    const { code, err } = await run(
      ...['analyze', '--videos', sample, '--task', 'phase_detection', '--model', 'found'],
    );
    expect(code).toBe(2);
    expect(err).toContain('cut short');
    expect(err).not.toContain('extract-pose');
  });
});
