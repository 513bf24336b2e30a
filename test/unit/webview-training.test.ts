import { describe, expect, it } from 'vitest';
import { outputFormat, type TrainingOutput } from '../../src/shared/cell-output';
import type { EpochRecord } from '../../src/shared/training';
import { parsePayload } from '../../src/webview/payload/parse';
import { confusionCells } from '../../src/webview/training/confusion-cells';
import { curveShapes, curveWords, type Curve } from '../../src/webview/training/curve-shapes';

const area = { leftPx: 40, topPx: 20, widthPx: 100, heightPx: 200 };
const epoch = (number: number, more: Partial<EpochRecord> = {}): EpochRecord => ({
  epoch: number,
  loss: 1 / number,
  validationLoss: 1.1 / number,
  score: 1 - 0.2 / number,
  learningRate: 0.001,
  seconds: 1,
  ...more,
});
const curve = (fold: number, epochs: number, more: Partial<Curve> = {}): Curve => ({
  fold,
  records: Array.from({ length: epochs }, (_, index) => epoch(index + 1)),
  ...more,
});
const statistic = { mean: 0.9, sd: 0.05, n: 2 };

const trainingOutput = (more: Partial<TrainingOutput['bundle']> = {}): TrainingOutput => ({
  kind: 'training',
  format: outputFormat,
  recordId: 'run-1',
  name: 'model',
  bundle: {
    kind: 'training',
    text: 'Contact of each foot',
    target: 'contact',
    rateHz: 50,
    walks: 4,
    groups: 4,
    durationS: 20,
    network: {
      features: 50,
      windowFrames: 48,
      filters: 8,
      blocks: 2,
      kernelSize: 3,
      dropoutRate: 0.1,
      causal: false,
      head: 'frame',
      groups: 2,
      classes: 1,
    },
    receptiveField: { frames: 15, seconds: 0.3 },
    figures: [
      {
        name: 'contact_accuracy',
        label: 'Contact, accuracy',
        unit: 'share',
        values: { network: statistic, majority: statistic, rule: { mean: null, sd: null, n: 0 } },
      },
    ],
    classes: [
      {
        set: 'states',
        name: 'single_support_left',
        precision: statistic,
        recall: statistic,
        f1: statistic,
        support: 12,
      },
    ],
    transitions: { states: { transitions: 4, found: 3, accuracy: 0.75 }, phases: null },
    folds: [],
    foldsInAll: 2,
    foldMeans: {
      contactAccuracy: statistic,
      stateAccuracy: statistic,
      eventF1At50Ms: statistic,
      biasMs: statistic,
      sdMs: statistic,
    },
    curves: [{ fold: 1, bestEpoch: 2, records: [epoch(1), epoch(2)] }],
    confusion: [
      {
        set: 'states',
        classes: ['single_support_left', 'single_support_right'],
        confusion: [
          [8, 1],
          [0, 4],
        ],
        unstated: [1, 0],
      },
    ],
    notes: [],
    ...more,
  },
});

describe('the curves of folds', () => {
  it('run from left to right and down as the loss falls, dashed where windows train', () => {
    const { lines } = curveShapes([curve(1, 10)], 'loss', area);
    expect(lines.map(({ series }) => series)).toEqual(['training', 'kept aside']);
    const points = [...lines[1]!.path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(points).toHaveLength(10);
    expect(points.at(-1)![0]).toBe(140);
    for (const [index, [x, y]] of points.slice(1).entries()) {
      expect(x).toBeGreaterThan(points[index]![0]!);
      expect(y).toBeGreaterThan(points[index]![1]!);
    }
  });

  it('stay in the plot, whatever the figures', () => {
    const wild = curve(1, 3, { records: [epoch(1, { loss: 40, score: 0.02 }), epoch(2, { score: 1 })] });
    for (const quantity of ['loss', 'score'] as const) {
      for (const { path } of curveShapes([wild], quantity, area).lines) {
        for (const [, y] of path.matchAll(/ ([\d.]+)/g)) {
          expect(Number(y)).toBeGreaterThanOrEqual(20);
          expect(Number(y)).toBeLessThanOrEqual(220);
        }
      }
    }
  });

  it('show a first epoch, which is no line yet, and nothing before it', () => {
    expect(curveShapes([curve(1, 1)], 'score', area).lines[0]!.path).toMatch(/^M[\d.]+ [\d.]+h3$/);
    const none = curveShapes([curve(1, 0)], 'loss', area);
    expect(none.lines.map(({ path }) => path)).toEqual(['']);
    expect(none.labels).toEqual([]);
  });

  it('have a dot at the epoch whose weights were kept, on the line that chose it', () => {
    const [dot, ...others] = curveShapes([curve(2, 10, { bestEpoch: 10 })], 'loss', area).dots;
    expect(others).toEqual([]);
    expect(dot).toMatchObject({ fold: 2, x: 140 });
    const withoutAside = [epoch(1, { validationLoss: null }), epoch(2, { validationLoss: null })];
    const { dots, lines } = curveShapes([{ fold: 1, records: withoutAside, bestEpoch: 2 }], 'loss', area);
    expect(lines.map(({ series }) => series)).toEqual(['training']);
    expect(dots).toHaveLength(1);
  });

  it('carry the numbers of their folds apart from one another', () => {
    const { labels } = curveShapes(
      [1, 2, 3, 4].map((fold) => curve(fold, 8)),
      'score',
      area,
    );
    const heights = labels.map(({ y }) => y).sort((a, b) => a - b);
    expect(heights).toHaveLength(4);
    for (const [index, y] of heights.slice(1).entries()) expect(y - heights[index]!).toBeGreaterThan(11);
    expect(heights[0]!).toBeGreaterThanOrEqual(20);
    expect(heights.at(-1)!).toBeLessThanOrEqual(220);
    expect(
      curveShapes(
        Array.from({ length: 40 }, (_, fold) => curve(fold + 1, 8)),
        'score',
        area,
      ).labels,
    ).toEqual([]);
  });

  it('have whole epochs and round figures at their axes', () => {
    const { epochs, levels } = curveShapes([curve(1, 3)], 'score', area);
    expect(epochs.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(levels[0]!.text).toBe('0.8');
    expect(levels.at(-1)!.text).toBe('1');
  });

  it('are said in words as well', () => {
    expect(curveWords([curve(1, 0)])).toContain('no epoch is over yet');
    expect(curveWords([curve(2, 2), curve(3, 2, { bestEpoch: 1 })])).toBe(
      'Loss and score by epoch. fold 2: epoch 2, loss 0.500, of what was kept aside 0.550, score 0.900; ' +
        'fold 3: best epoch 1, loss 1.000, of what was kept aside 1.100, score 0.800.',
    );
  });
});

describe('the confusion matrix', () => {
  it('has the share of each true class and the number of labels, and what nothing was stated for', () => {
    const [table] = trainingOutput().bundle.confusion;
    expect(confusionCells(table!)).toEqual([
      [
        { count: 8, share: 0.8, isRight: true },
        { count: 1, share: 0.1, isRight: false },
        { count: 1, share: 0.1, isRight: false },
      ],
      [
        { count: 0, share: 0, isRight: false },
        { count: 4, share: 1, isRight: true },
        { count: 0, share: 0, isRight: false },
      ],
    ]);
  });

  it('leaves out the column of nothing where that does not occur, and shares of a class that has no labels', () => {
    const cells = confusionCells({
      classes: ['a', 'b'],
      confusion: [
        [0, 0],
        [1, 1],
      ],
      unstated: [0, 0],
    });
    expect(cells.map((row) => row.map(({ share }) => share))).toEqual([
      [null, null],
      [0.5, 0.5],
    ]);
  });
});

describe('a training from a notebook’s file', () => {
  it('is taken as it was written', () => {
    expect(parsePayload(trainingOutput())).toEqual({ ok: true, payload: trainingOutput() });
  });

  it.each([
    [
      'has a matrix that is not square',
      trainingOutput({
        confusion: [{ set: 'states', classes: ['a', 'b'], confusion: [[1, 2]], unstated: [0, 0] }],
      }),
      'bundle.confusion.0',
    ],
    [
      'has words for a loss',
      {
        ...trainingOutput(),
        bundle: {
          ...trainingOutput().bundle,
          curves: [{ fold: 1, bestEpoch: 1, records: [{ ...epoch(1), loss: '<b>' }] }],
        },
      },
      'bundle.curves.0.records.0.loss',
    ],
    [
      'lacks a baseline',
      trainingOutput({
        figures: [{ name: 'f', label: 'F', unit: 'share', values: { network: statistic } as never }],
      }),
      'bundle.figures.0.values',
    ],
  ])('is refused in words where it %s', (_, value, where) => {
    const parsed = parsePayload(value);
    expect(parsed.ok ? 'it is taken' : parsed.message).toContain(where);
  });
});
