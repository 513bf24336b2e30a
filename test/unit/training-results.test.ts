import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingOutputs } from '../../src/kernel/display/outputs/training';
import { renderSvg } from '../../src/kernel/display/svg';
import { buildTrainingBundle } from '../../src/kernel/display/training-bundle';
import { readTrainingBundle } from '../../src/kernel/display/training-store';
import type { DatasetWalk } from '../../src/kernel/training/data/dataset';
import { evaluateFolds } from '../../src/kernel/training/evaluation/evaluate';
import { networkOfCard, readModelCard } from '../../src/kernel/training/result-files/model-card';
import { predictionsCsv } from '../../src/kernel/training/result-files/predictions-table';
import { writeResults, type FinishedFold } from '../../src/kernel/training/result-files/write-results';
import { outputTypes } from '../../src/shared/cell-output';
import { trainingCurvesChart } from '../../src/shared/charts/training-curves';
import type { NetworkDescription } from '../../src/shared/network';
import { defaultSettings } from '../../src/shared/resolve-settings';
import type { Side } from '../../src/shared/results';
import type { LabelTarget } from '../../src/shared/training';
import { parsePayload } from '../../src/webview/payload/parse';
import { isDown, madeDataset, madeFold, madeWalk, phaseOf, sureOutputs } from './training-evaluation-fixture';
import { expectWellFormed } from './display-well-formed';

const frames = 200;
const network: NetworkDescription = {
  features: 2,
  windowFrames: 30,
  filters: 8,
  blocks: 2,
  kernelSize: 3,
  dropoutRate: 0.1,
  causal: false,
  head: 'frame',
  groups: 2,
  classes: 1,
};
const truly = (side: Side, frame: number): number => Number(isDown(side, frame));
const late = (side: Side, frame: number): number => truly(side, Math.max(0, frame - 1));

let root: string;
let written: string[];
let folder: string;

/** Trains nothing: two folds whose networks are right, and a frame late. */
async function writeMade(
  name: string,
  walks: readonly DatasetWalk[],
  target: LabelTarget,
): Promise<string[]> {
  const [a, b, c] = walks as [DatasetWalk, DatasetWalk, DatasetWalk];
  const dataset = madeDataset(walks, target);
  const say = target === 'phases' ? phaseOf : truly;
  const sayLate =
    target === 'phases' ? (side: Side, frame: number) => phaseOf(side, Math.max(0, frame - 1)) : late;
  const folds = await Promise.all(
    [
      madeFold(1, [b.id, c.id], [[a, sureOutputs(frames, target, say)]]),
      madeFold(
        2,
        [a.id],
        [
          [b, sureOutputs(frames, target, sayLate)],
          [c, sureOutputs(frames, target, say)],
        ],
      ),
    ].map(async (fold): Promise<FinishedFold> => {
      const own = path.join(root, `${name}-fold-${fold.outcome.fold.number}`);
      await mkdir(path.join(own, 'model'), { recursive: true });
      await writeFile(path.join(own, 'model', 'model.json'), '{"made": true}');
      await writeFile(path.join(own, 'model', 'weights.bin'), Buffer.from([fold.outcome.fold.number]));
      return { ...fold, folder: own };
    }),
  );
  const into = path.join(root, name);
  await mkdir(into);
  return writeResults(
    into,
    {
      description: dataset.description,
      folds,
      network: { ...network, classes: dataset.description.classes },
      settings: defaultSettings,
      crossValidation: evaluateFolds(dataset, folds),
      engine: { id: 'tfjs-wasm', versions: { tfjs: '4.22.0' } },
    },
    renderSvg,
  );
}

const walks = [
  madeWalk('walk a', frames, { subject: 'S1', condition: 'barefoot' }),
  madeWalk('walk, b', frames, { subject: 'S2' }),
  madeWalk('walk c', frames, { subject: 'S2', labelSource: 'found' }),
];
const text = (name: string) => readFile(path.join(folder, name), 'utf8');
const read = async (name: string): Promise<Record<string, never>> =>
  JSON.parse(await text(name)) as Record<string, never>;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'training-results-'));
  folder = path.join(root, 'contact');
  written = await writeMade('contact', walks, 'contact');
});
afterAll(() => rm(root, { recursive: true }));

describe('the files of a training', () => {
  it('have the names that the guide gives them, and one model a fold', () => {
    expect(written.toSorted()).toEqual(
      [
        'classification_report.txt',
        'confusion_matrix.svg',
        'cv_metrics.json',
        'detailed_results.json',
        'fold_scores.json',
        'predictions.csv',
        'training_curves.svg',
        'training_curves_fold_1.svg',
        'training_curves_fold_2.svg',
        'training_histories.json',
        ...[1, 2].flatMap((fold) =>
          ['model.json', 'weights.bin', 'model_card.json'].map((name) => `models/fold_${fold}/${name}`),
        ),
      ].toSorted(),
    );
  });

  it('state each figure as mean and SD over the folds, beside both baselines', async () => {
    const metrics = await read('cv_metrics.json');
    expect(metrics).toMatchObject({ folds: 2, groups: 3, walks: 3, target: 'contact' });
    const {
      network: own,
      majority,
      rule,
    } = metrics['mean_and_sd_over_folds'] as unknown as Record<
      string,
      Record<string, { mean: number; sd: number; n: number }>
    >;
    // Of the second fold's two walks, one is a frame late.
    const second = 1 - 15 / 800;
    expect(own!['contact_accuracy']!.mean).toBeCloseTo((1 + second) / 2, 12);
    expect(own!['contact_accuracy']!.sd).toBeCloseTo((1 - second) / Math.SQRT2, 12);
    expect(majority!['contact_accuracy']).toMatchObject({ mean: 0.6, n: 2 });
    expect(rule!['event_f1_16_ms']).toMatchObject({ mean: 1, sd: 0 });
    expect((await read('fold_scores.json'))[1 as never]).toMatchObject({
      fold: 2,
      training_walks: ['walk a'],
      test_walks: ['walk, b', 'walk c'],
      network: { contact_accuracy: second },
    });
  });

  it('hold the course of each fold, one list a quantity', async () => {
    expect((await read('training_histories.json'))[0 as never]).toMatchObject({
      fold: 1,
      best_epoch: 2,
      stopped_early: true,
      loss: [0.7, 0.4, 0.3],
      val_loss: [0.72, 0.5, 0.52],
      learning_rate: [0.001, 0.001, 0.0005],
    });
  });

  it('hold a report as users of scikit-learn know it', async () => {
    const report = await text('classification_report.txt');
    expect(report).toMatch(/precision +recall +f1-score +support\n\n/);
    expect(report).toMatch(/^ *swing_right +0\.\d{3} +0\.\d{3} +0\.\d{3} +240$/m);
    expect(report).toMatch(/^ *accuracy +0\.988 +1200$/m);
    expect(report).toMatch(/accuracy of the commonest class 0\.600, of the rule 1\.000/);
    expect(report).toContain('The labels of 1 of 3 walks are events that the rule found itself.');
  });

  it('hold every held-out walk with the events of the network, the labels and the rule', async () => {
    const detailed = await read('detailed_results.json');
    const held = (detailed['walks'] as unknown as Record<string, unknown>[])[1]!;
    expect(held).toMatchObject({ walk: 'walk, b', subject: 'S2', fold: 2, labels: 'truth' });
    const events = held['events'] as Record<'network' | 'labels' | 'rule', { time_s: number }[]>;
    expect(events.network).toHaveLength(15);
    expect(events.network[0]!.time_s - events.labels[0]!.time_s).toBeCloseTo(0.02, 6);
    expect(events.rule[0]!.time_s).toBe(events.labels[0]!.time_s);
    expect(detailed).toMatchObject({
      network: { receptive_field_frames: 15, receptive_field_s: 0.3 },
      confusion: {
        network: { contact: { classes: ['stance_left', 'swing_left', 'stance_right', 'swing_right'] } },
      },
      predictions: 'predictions.csv',
    });
  });

  it('hold the probabilities of every frame, with ids that hold a comma', async () => {
    const [header, first, ...others] = (await text('predictions.csv')).trimEnd().split('\n');
    expect(header).toBe('walk,fold,time_s,p_left_contact,p_right_contact');
    expect(first).toBe('walk a,1,0.0000,1.0000,1.0000');
    expect(others[frames - 1]).toBe('"walk, b",2,0.0000,1.0000,1.0000');
    expect(others).toHaveLength(3 * frames - 1);
  });

  it('leave out a table of probabilities that nobody would open', () => {
    const walk = madeWalk('long', 3_000_001);
    expect(
      predictionsCsv([{ walk, fold: 1, probabilities: new Float32Array(6_000_002) }], 'contact', 50),
    ).toBeNull();
  });

  it('name no folder of this machine', async () => {
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /\.(?:json|txt|csv|svg)$/.test(name),
    );
    expect(names.length).toBeGreaterThan(12);
    for (const name of names) {
      const content = await text(name);
      expect(content).not.toContain(root);
      expect(content).not.toContain(process.cwd());
    }
  });

  it('show pictures that are well-formed', async () => {
    for (const name of written.filter((file) => file.endsWith('.svg'))) expectWellFormed(await text(name));
    expect(await text('confusion_matrix.svg')).toContain('single support');
  });
});

describe('the card of a model', () => {
  it('says what trained it, what it sees, how it is prepared and what it is worth', async () => {
    const card = await readModelCard(path.join(folder, 'models', 'fold_2'));
    expect(card).toMatchObject({
      target: 'contact',
      rate_hz: 50,
      features: ['knee_left_deg', 'knee_right_deg'],
      standardisation: { mean: [10, 12], sd: [3, 4] },
      network: { receptive_field_frames: 15, receptive_field_s: 0.3 },
      data: {
        training_walks: ['walk a'],
        test_walks: ['walk, b', 'walk c'],
        training_subjects: ['S1'],
        test_subjects: ['S2'],
        training_frames: 200,
        label_sources: { truth: 1 },
        conditions: ['barefoot'],
      },
      course: { epochs: 3, best_epoch: 2, stopped_early: true },
      versions: { engine: 'tfjs-wasm', tfjs: '4.22.0' },
    });
    expect(card.signal_processing).toEqual(defaultSettings.signal_processing);
    expect(card.training.seed).toBe(defaultSettings.training.seed);
    expect(card.scores.network['contact_accuracy']).toBeCloseTo(1 - 15 / 800, 12);
    expect(networkOfCard(card)).toEqual(network);
  });

  it('warns of phantoms, and of labels that the rule found', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map((fold) => readModelCard(path.join(folder, 'models', `fold_${fold}`))),
    );
    expect(first!.limits.join(' ')).toMatch(/Not a medical device/);
    expect(first!.limits.join(' ')).toMatch(/rule of detect-events found/);
    expect(second!.limits.join(' ')).toMatch(/rendered walkers/);
    expect(second!.limits.join(' ')).not.toMatch(/rule of detect-events found/);
  });

  it('is asked for in words where it is missing, or damaged', async () => {
    await expect(readModelCard(folder)).rejects.toMatchObject({ kind: 'bad-input' });
    const broken = path.join(root, 'broken');
    await mkdir(broken);
    await writeFile(path.join(broken, 'model_card.json'), '{"format": 1');
    await expect(readModelCard(broken)).rejects.toThrow(/damaged, or of another version/);
  });
});

describe('what a training shows', () => {
  it('is bounded, and says in plain text what the files say', async () => {
    const bundle = await readTrainingBundle(folder);
    expect(bundle.figures.map(({ name }) => name)).toContain('event_f1_50_ms');
    expect(bundle.folds.map(({ fold, testWalks, bestEpoch }) => [fold, testWalks, bestEpoch])).toEqual([
      [1, 1, 2],
      [2, 2, 2],
    ]);
    expect(bundle.confusion).toHaveLength(1);
    expect(bundle.text).toMatch(/^Contact, accuracy +0\.991 ± 0\.013 +0\.600 ± 0\.000 +1\.000 ± 0\.000$/m);
    expect(bundle.text).toMatch(/^Toe-offs, bias \(ms\) +5\.0 ± 7\.1 +– +/m);
    expect(bundle.text).toContain('Its receptive field is 15 frames (0.30 s).');
  });

  it('tells phases apart where those were learnt', async () => {
    const files = await writeMade('phases', walks, 'phases');
    const bundle = await readTrainingBundle(path.join(root, 'phases'));
    expect(files).toContain('confusion_matrix.svg');
    expect(bundle.confusion.map(({ set, classes }) => [set, classes.length])).toEqual([
      ['states', 4],
      ['phases', 7],
    ]);
    expect(bundle.text).toMatch(/^Phase transitions within 2 frames +1\.000 ± 0\.000 +0\.000 ± 0\.000 +–$/m);
    const report = await readFile(path.join(root, 'phases', 'classification_report.txt'), 'utf8');
    expect(report).toContain('terminal_swing');
  });

  it('stands in a cell as one output, with all of it in words and as a picture', async () => {
    const walk = { id: 'walk a', source: 'landmarks' as const, path: '/elsewhere/a.trc' };
    const result = { walk, folder, address: 'a', fromStore: false, summary: '', warnings: [] };
    const outputs = await trainingOutputs({ recordId: 'r' }, 'trained', [result], renderSvg);
    expect(outputs.map(({ slot }) => slot)).toEqual(['training']);
    const { data } = outputs[0]!;
    expect(data[outputTypes.training]).toMatchObject({
      kind: 'training',
      recordId: 'r',
      name: 'trained',
      bundle: { kind: 'training', walks: 3, foldsInAll: 2 },
    });
    expect(parsePayload(JSON.parse(JSON.stringify(data[outputTypes.training])))).toMatchObject({ ok: true });
    expect(data['text/plain']).toMatch(/^mean ± SD +0\.991 ± 0\.013/m);
    const picture = data['image/svg+xml'] as string;
    expectWellFormed(picture);
    // Tables, curves, baselines and the confusion matrix.
    for (const shown of ['mean ± SD', 'Loss (nats)', 'Rule of detect-events', 'single support left'])
      expect(picture).toContain(shown);
    expect(JSON.stringify(outputs)).not.toContain('elsewhere');
  });

  it('stays small with a hundred folds of a thousand epochs, and keeps each best epoch', () => {
    const made = madeFold(1, ['walk, b'], [[walks[0]!, sureOutputs(frames, 'contact', truly)]]);
    const crossValidation = evaluateFolds(madeDataset(walks), [made]);
    const outcomes = Array.from({ length: 100 }, (_, index) => ({
      ...made.outcome,
      fold: { ...made.outcome.fold, number: index + 1 },
      bestEpoch: 777,
      history: Array.from({ length: 1000 }, (_epoch, epoch) => ({
        ...made.outcome.history[0]!,
        epoch: epoch + 1,
        loss: Math.exp(-epoch / 300),
      })),
    }));
    const bundle = buildTrainingBundle({
      description: madeDataset(walks).description,
      network,
      outcomes,
      crossValidation: {
        ...crossValidation,
        folds: outcomes.map(({ fold }) => ({ ...crossValidation.folds[0]!, fold: fold.number })),
      },
    });
    expect(JSON.stringify(bundle).length).toBeLessThan(500_000);
    expect(JSON.stringify(trainingCurvesChart(bundle.curves)).length).toBeLessThan(1_000_000);
    expect(bundle.curves.every(({ records }) => records.some(({ epoch }) => epoch === 777))).toBe(true);
    expect(bundle.foldsInAll).toBe(100);
    expect(bundle.text).toContain('… and 80 more folds.');
  });
});
