// Trained networks on walks they never saw: phases, events and parameters; and every way in which a model can be wrong.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, type Session } from '../../src/kernel/session';
import type { ModelCard } from '../../src/kernel/training/result-files/model-card';
import type { GaitBundle } from '../../src/shared/display';
import type { StepOutcome } from '../../src/shared/outcome';
import type { GaitParameters } from '../../src/shared/results';
import type { StepInput } from '../../src/shared/steps';
import { tinyTraining, writeStudy } from '../fixtures/training-study';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gait-predict-'));
let session: Session;
let trained: StepOutcome;

/** Enough that contacts are read off nearly as they are; seconds to train. */
const smallTraining = { ...tinyTraining, num_filters: 12, num_blocks: 2, window_size: 32, epochs: 25 };

beforeAll(async () => {
  const study = writeStudy(path.join(folder, 'study'), { subjects: 6, secondsEach: 6 });
  const others = writeStudy(path.join(folder, 'others'), { subjects: 2, secondsEach: 6 });
  // The same walkers under names of their own are strangers to the cards.
  writeFileSync(others, readFileSync(others, 'utf8').replaceAll(/,s(\d)-1,S\d/g, ',new-$1,New$1'));
  session = await createSession({ workingFolder: folder });
  await session.run({ step: 'load-landmarks', study, as: 'walks' });
  await session.run({ step: 'load-landmarks', study: others, as: 'new' });
  trained = await session.run({
    step: 'train-folds',
    data: 'walks',
    output: 'trained',
    ...smallTraining,
    as: 'model',
  });
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

const predict = (step: Partial<StepInput> & object = {}) =>
  session.run({ step: 'predict-phases', pose: 'new', model: 'model', as: 'read', ...step } as StepInput);
const fileOf = ({ walks }: StepOutcome, name: string, walk = 0): string =>
  readFileSync(path.join(walks[walk]!.folder!, name), 'utf8');

const rowsOf = (outcome: StepOutcome, name: string) =>
  parse<Record<string, string>>(fileOf(outcome, name), { columns: true });

/** A copy of what training wrote, to spoil. */
function copyOfModels(): string {
  const copy = mkdtempSync(path.join(folder, 'copy-'));
  cpSync(path.join(folder, 'trained'), copy, { recursive: true });
  return copy;
}
const fold = (models: string, number: number): string => path.join(models, 'models', `fold_${number}`);

function changeCard(file: string, change: (card: ModelCard) => object): void {
  const card = JSON.parse(readFileSync(file, 'utf8')) as ModelCard;
  writeFileSync(file, JSON.stringify({ ...card, ...change(card) }));
}

describe('a trained network on new walks', () => {
  it('gives events, cycles and parameters as detect-events does, and says that a network found them', async () => {
    const outcome = await predict();
    expect(outcome.walks.map(({ walk, error }) => [walk.id, error])).toEqual([
      ['new-1', undefined],
      ['new-2', undefined],
    ]);
    const parameters = JSON.parse(fileOf(outcome, 'parameters.json')) as GaitParameters;
    expect(parameters.quality.method.name).toBe('network');
    expect(parameters.quality.method.source).toContain('mean of 3 folds, trained on 6 walks of 6 subjects');
    const ruled = await session.run({ step: 'detect-events', pose: 'new', as: 'ruled' });
    const byRule = JSON.parse(fileOf(ruled, 'parameters.json')) as GaitParameters;
    expect(parameters.cadence_steps_per_min!).toBeCloseTo(byRule.cadence_steps_per_min!, -1);
    expect(outcome.record.engines).toMatchObject({ training_engine: 'tfjs-wasm' });
  });

  it('writes what it said of each frame, and draws it', async () => {
    const outcome = await predict();
    const rows = rowsOf(outcome, 'phases.csv');
    expect(Object.keys(rows[0]!)).toEqual([
      'time_s',
      'p_left_contact',
      'p_right_contact',
      'left_contact',
      'right_contact',
      'state',
    ]);
    const states = new Set(rows.map(({ state }) => state));
    for (const state of ['single_support_left', 'single_support_right', 'double_support_after_left']) {
      expect(states).toContain(state);
    }
    const bundle = JSON.parse(fileOf(outcome, 'display.json')) as GaitBundle;
    expect(bundle.phases!.length).toBeGreaterThan(5);
    expect(bundle.phases!.every(({ phase, startS, endS }) => phase === 'stance' && endS > startS)).toBe(true);
    expect(bundle.text).toContain('Phases of the left leg');
    expect(existsSync(path.join(outcome.walks[0]!.folder!, 'probabilities.f32'))).toBe(false);
  });

  it('can be reported, compared and corrected like events of a rule', async () => {
    await predict();
    const { files } = await session.run({ step: 'report', of: 'read', output: 'report' });
    expect(files.map((file) => path.relative(path.join(folder, 'report'), file))).toContain(
      path.join('new-1', 'phases.csv'),
    );
    const compared = await session.run({ step: 'compare', of: 'read', output: 'compared' });
    expect(compared.walks[0]!.summary).toMatch(/^[1-9]\d* cycles beside/);
    const exchanged = await session.run({
      step: 'edit-events',
      of: 'read',
      edits: [{ edit: 'swap_legs', walk: 'new-1', time_s: 0, to_s: 6, author: 'me', reason: 'test' }],
      as: 'corrected',
    });
    const sidesOf = (outcome: StepOutcome) => rowsOf(outcome, 'events.csv').map(({ side }) => side);
    const read = await predict();
    expect(sidesOf(exchanged)).toEqual(sidesOf(read).map((side) => (side === 'left' ? 'right' : 'left')));
  });

  it('comes from the store the second time, and is another result with the model of one fold', async () => {
    const first = await predict();
    const again = await predict({ as: 'again' });
    expect(again.walks.every(({ fromStore }) => fromStore)).toBe(true);
    const one = await predict({ fold: 2, as: 'one' });
    expect(one.walks[0]!.folder).not.toBe(first.walks[0]!.folder);
    const parameters = JSON.parse(fileOf(one, 'parameters.json')) as GaitParameters;
    expect(parameters.quality.method.source).toContain('fold 2');
  });

  it('is the same from the folder that training wrote, and from the folder of one model', async () => {
    const named = await predict();
    const { model: _model, ...byFolder } = { model: 'model', model_folder: 'trained' };
    const fromFolder = await session.run({ step: 'predict-phases', pose: 'new', ...byFolder, as: 'f' });
    expect(fromFolder.walks.map(({ folder: own }) => own)).toEqual(named.walks.map(({ folder: own }) => own));
    const one = await predict({ fold: 1, as: 'one' });
    const fromOne = await session.run({
      step: 'predict-phases',
      pose: 'new',
      model_folder: 'trained/models/fold_1',
      as: 'o',
    });
    expect(fromOne.walks[0]!.folder).toBe(one.walks[0]!.folder);
  });

  it('warns of a walk that it was trained with, and names the fold that was trained without it', async () => {
    const [header, first] = readFileSync(path.join(folder, 'study', 'study.csv'), 'utf8').split('\n');
    const one = path.join(folder, 'study', 'one.csv');
    writeFileSync(one, `${header}\n${first}\n`);
    await session.run({ step: 'load-landmarks', study: one, as: 'one' });
    const known = await predict({ pose: 'one', as: 'known' });
    const warning = known.walks[0]!.warnings.find((text) => text.startsWith('The network was trained with'));
    const held = /held out in fold (\d)/.exec(trained.walks[0]!.summary)![1]!;
    expect(warning).toContain(`choose it with fold: ${held}`);
    const without = await predict({ pose: 'one', fold: Number(held), as: 'held' });
    expect(without.walks[0]!.warnings.join()).not.toContain('was trained with');
    const strangers = await predict();
    expect(strangers.walks[0]!.warnings.join()).not.toContain('was trained with');
  });

  it('that learnt the seven phases tells them, with the foot on the floor in those of stance', async () => {
    await session.run({
      step: 'train-folds',
      data: 'walks',
      targets: 'phases',
      output: 'phases',
      ...smallTraining,
      epochs: 4,
      as: 'phase-model',
    });
    const outcome = await predict({ model: 'phase-model', as: 'phases' });
    const rows = rowsOf(outcome, 'phases.csv');
    expect(Object.keys(rows[0]!)).toEqual(
      expect.arrayContaining(['left_phase', 'right_phase', 'p_left_mid_stance', 'p_right_terminal_swing']),
    );
    const sum = Object.entries(rows[60]!)
      .filter(([name]) => /^p_left_(?!contact)/.test(name))
      .reduce((total, [, value]) => total + Number(value), 0);
    expect(sum).toBeCloseTo(1, 2);
    const bundle = JSON.parse(fileOf(outcome, 'display.json')) as GaitBundle;
    expect(new Set(bundle.phases!.map(({ phase }) => phase)).size).toBeGreaterThan(2);
  });

  it('is refused where the limit has no room for it, and says which would do', async () => {
    const small = await createSession({
      workingFolder: folder,
      storeFolder: path.join(folder, 'other-store'),
      settings: { max_memory_mb: 320 },
    });
    try {
      await small.run({ step: 'load-landmarks', landmarks: 'others/s1-1.trc', as: 'fresh' });
      await expect(
        small.run({ step: 'predict-phases', pose: 'fresh', model_folder: 'trained' }),
      ).rejects.toMatchObject({
        kind: 'memory-limit',
        hint: expect.stringMatching(/^Set max_memory_mb to \d+ or more\.$/) as string,
      });
    } finally {
      await small.close();
    }
  });

  it('stops where it is told to, and leaves nothing half-done', async () => {
    const stop = new AbortController();
    stop.abort();
    const step = { step: 'predict-phases', pose: 'new', model: 'model', fold: 3 } as const;
    await expect(session.run(step, { signal: stop.signal })).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await predict({ fold: 3, as: 'third' })).walks[0]!.fromStore).toBe(false);
  });
});

describe('a model that cannot be applied', () => {
  const refusal = (models: string, step: object = {}): Promise<unknown> =>
    session
      .run({ step: 'predict-phases', pose: 'new', model_folder: models, as: 'refused', ...step })
      .then(() => 'nothing was refused')
      .catch((thrown: unknown) => thrown);

  it.each<[string, (models: string) => void, string]>([
    [
      'weights cut short',
      (models) => {
        truncateSync(path.join(fold(models, 2), 'weights.bin'), 1000);
      },
      'The file was cut short',
    ],
    [
      'a layout cut short',
      (models) => {
        truncateSync(path.join(fold(models, 1), 'model.json'), 200);
      },
      'not JSON, or was cut short',
    ],
    [
      'a card cut short',
      (models) => {
        truncateSync(path.join(fold(models, 1), 'model_card.json'), 200);
      },
      'damaged, or of another version',
    ],
    [
      'no card',
      (models) => {
        rmSync(path.join(fold(models, 3), 'model_card.json'));
      },
      'There is no model_card.json',
    ],
    [
      'weights of another fold',
      (models) => {
        cpSync(path.join(fold(models, 1), 'weights.bin'), path.join(fold(models, 2), 'weights.bin'));
      },
      'are not those that its model_card.json',
    ],
    [
      'a network of another shape than its card',
      (models) => {
        changeCard(path.join(fold(models, 1), 'model_card.json'), (card) => ({
          network: { ...card.network, filters: card.network.filters + 1 },
        }));
      },
      'has another shape than its model_card.json says',
    ],
    [
      'other features than are made here',
      (models) => {
        changeCard(path.join(fold(models, 1), 'model_card.json'), ({ features }) => ({
          features: features.slice(1),
        }));
      },
      'was trained on other features',
    ],
    [
      'models of two trainings',
      (models) => {
        changeCard(path.join(fold(models, 2), 'model_card.json'), ({ rate_hz }) => ({
          rate_hz: rate_hz + 5,
        }));
      },
      'are not of one training',
    ],
    [
      'no models',
      (models) => {
        rmSync(path.join(models, 'models'), { recursive: true });
      },
      'There is no trained model in',
    ],
  ])('for %s is refused, with what to do', async (_what, spoil, message) => {
    const models = copyOfModels();
    spoil(models);
    const error = await refusal(models);
    expect(error).toMatchObject({ kind: 'bad-input', hint: expect.any(String) as string });
    expect(`${(error as Error).message} ${(error as { hint: string }).hint}`).toContain(message);
  });

  it('since nothing is there, or no fold of the number, or it is named twice, is refused', async () => {
    expect(await refusal('nowhere')).toMatchObject({ kind: 'bad-input' });
    expect(((await refusal('trained', { fold: 9 })) as { hint: string }).hint).toBe(
      'There are folds 1, 2, 3.',
    );
    expect(((await refusal('trained', { model: 'model' })) as Error).message).toContain('both name a model');
    const neither = session.run({ step: 'predict-phases', pose: 'new' });
    await expect(neither).rejects.toMatchObject({ kind: 'bad-input' });
  });
});
