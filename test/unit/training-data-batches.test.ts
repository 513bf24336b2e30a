import { describe, expect, it } from 'vitest';
import { mirrored, warped } from '../../src/kernel/training/data/augment';
import { batchOf } from '../../src/kernel/training/data/batch';
import type { Dataset, DatasetWalk, Window } from '../../src/kernel/training/data/dataset';
import { classWeightsOf, standardisationOf, standardised } from '../../src/kernel/training/data/standardise';
import { middleFrame, walksTooShort, windowsOf } from '../../src/kernel/training/data/windows';
import { makeFolds } from '../../src/kernel/training/folds';
import type { NetworkDescription } from '../../src/shared/network';
import { seedFrom, uniform } from '../../src/shared/random';

const walkOf = (id: string, frames: number, firstFrame = 0): DatasetWalk => ({
  id,
  subject: null,
  group: id,
  condition: null,
  firstFrame,
  frames,
  startS: 0,
  labelSource: 'table',
  events: [],
  spanS: [0, frames / 30],
  ruleEvents: [],
  warnings: [],
});

/** Two features of each leg and the contact of each foot; every number of a walk comes from one function. */
function heldDataset(
  walks: readonly DatasetWalk[],
  valueOf: (walk: DatasetWalk, frame: number, feature: number) => number,
  targetOf: (walk: DatasetWalk, frame: number, group: number) => number = (_, frame) => frame % 2,
): Dataset {
  const features = ['left heel up (leg lengths)', 'left heel up velocity (leg lengths/s)'];
  const names = [...features, ...features.map((name) => name.replace('left', 'right'))];
  const table = (
    from: number,
    frames: number,
    width: number,
    of: (frame: number, column: number) => number,
  ) =>
    Float32Array.from({ length: frames * width }, (_, at) => of(from + Math.floor(at / width), at % width));
  return {
    description: {
      target: 'contact',
      rateHz: 30,
      features: names,
      mirror: [2, 3, 0, 1].map((from) => ({ from, sign: 1 as const })),
      groups: 2,
      classes: 1,
      walks,
    },
    read: (walk, from, frames) => {
      if (from < 0 || from + frames > walk.frames) throw new RangeError('Outside of the walk.');
      return {
        features: table(from, frames, 4, (frame, feature) => valueOf(walk, frame, feature)),
        targets: table(from, frames, 2, (frame, group) => targetOf(walk, frame, group)),
        weights: new Float32Array(frames * 2).fill(1),
      };
    },
    close: () => undefined,
  };
}

const networkOf = (windowFrames: number, head: NetworkDescription['head'] = 'frame'): NetworkDescription => ({
  features: 4,
  windowFrames,
  filters: 4,
  blocks: 1,
  kernelSize: 3,
  dropoutRate: 0,
  causal: false,
  head,
  groups: 2,
  classes: 1,
});
const asTheyAre = { mean: [0, 0, 0, 0], sd: [1, 1, 1, 1] };

describe('windows', () => {
  it('overlap as asked, cover every frame, and end with the walk', () => {
    const windows = windowsOf([walkOf('a', 100)], { windowFrames: 30, overlap: 0.5 });
    expect(windows.map(({ from }) => from)).toEqual([0, 15, 30, 45, 60, 70]);
  });

  it('of one video are never on both sides of a fold, however they are shuffled', () => {
    const walks = Array.from({ length: 9 }, (_, index) => ({
      ...walkOf(`w${index}`, 90),
      group: `s${index % 5}`,
    }));
    const folds = makeFolds(walks, { folds: 3, leaveOneOut: false, validationSplit: 0.2, seed: 1 });
    for (const { training, validation, test } of folds) {
      const keyed = (ids: readonly string[]) =>
        windowsOf(
          walks.filter(({ id }) => ids.includes(id)),
          { windowFrames: 30, overlap: 0.9 },
        ).map(({ walk }) => walk.group);
      const [train, ...judge] = [training, validation, test].map((ids) => new Set(keyed(ids)));
      for (const side of judge) expect([...train!].filter((group) => side.has(group))).toEqual([]);
    }
  });

  it('longer than every walk are refused, and say how long the walks are', () => {
    const walks = [walkOf('a', 20), walkOf('b', 25)];
    const cut = () => windowsOf(walks, { windowFrames: 30, overlap: 0.5 });
    expect(cut).toThrow('A window of 30 frames is longer than every walk: a has 20, b has 25.');
    expect(walksTooShort([...walks, walkOf('c', 30)], 30).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('standardisation', () => {
  const walks = [walkOf('a', 50), walkOf('b', 5000)];
  const value = (walk: DatasetWalk, frame: number, feature: number) =>
    Math.sin(frame * (feature + 1)) * (walk.id === 'a' ? 1 : 3) + feature;

  it('changes nothing where a walk that judges changes', () => {
    const before = heldDataset(walks, value);
    const after = heldDataset(walks, (walk, frame, feature) =>
      walk.id === 'b' ? 1000 * frame : value(walk, frame, feature),
    );
    const training = walks.slice(0, 1);
    expect(standardisationOf(after, training)).toEqual(standardisationOf(before, training));
    expect(classWeightsOf(after, training)).toEqual(classWeightsOf(before, training));
  });

  it('brings the walks that train to mean 0 and SD 1, and what is missing to the mean', () => {
    const dataset = heldDataset(walks, (walk, frame, feature) =>
      frame % 5 === 0 && feature === 2 ? Number.NaN : value(walk, frame, feature),
    );
    const standardisation = standardisationOf(dataset, walks);
    const all = walks.map((walk) => dataset.read(walk, 0, walk.frames).features);
    const features = all.flatMap((own) => Array.from(standardised(own, standardisation)));
    const raw = all.flatMap((own) => Array.from(own));
    for (let feature = 0; feature < 4; feature++) {
      const own = features.filter((_, at) => at % 4 === feature && !Number.isNaN(raw[at]!));
      const mean = own.reduce((sum, each) => sum + each, 0) / own.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(own.reduce((sum, each) => sum + (each - mean) ** 2, 0) / own.length).toBeCloseTo(1, 4);
    }
    expect(features.filter((_, at) => Number.isNaN(raw[at]!)).every((each) => each === 0)).toBe(true);
  });

  it('of a feature that never changes, or is never there, does not blow it up', () => {
    const dataset = heldDataset([walkOf('a', 50)], (_, frame, feature) =>
      feature === 0 ? 7 : feature === 1 ? Number.NaN : frame,
    );
    const { mean, sd } = standardisationOf(dataset, dataset.description.walks);
    expect([mean[0], sd[0], mean[1], sd[1]]).toEqual([7, 1, 0, 1]);
  });
});

describe('a batch', () => {
  const walk = walkOf('a', 60);
  const dataset = heldDataset(
    [walk],
    (_, frame, feature) => 100 * feature + frame,
    (_, frame, group) => (frame + group) % 2,
  );
  const windows: Window[] = [
    { walk, from: 0 },
    { walk, from: 30 },
  ];
  const plain = { standardisation: asTheyAre, classWeights: null, augment: null };

  it('holds the frames of its windows in their order', () => {
    const batch = batchOf(dataset, windows, { ...plain, network: networkOf(30) });
    expect(batch.features).toHaveLength(2 * 30 * 4);
    expect(Array.from(batch.features.slice(0, 4))).toEqual([0, 100, 200, 300]);
    expect(Array.from(batch.features.slice(30 * 4, 30 * 4 + 4))).toEqual([30, 130, 230, 330]);
    expect(batch.targets).toHaveLength(2 * 30 * 2);
    expect(Array.from(batch.targets.slice(0, 4))).toEqual([0, 1, 1, 0]);
  });

  it('of a pooled network learns the middle frame of each window', () => {
    const batch = batchOf(dataset, windows, { ...plain, network: networkOf(30, 'pooled') });
    const whole = batchOf(dataset, windows, { ...plain, network: networkOf(30) });
    const middle = middleFrame(30);
    expect(batch.targets).toHaveLength(4);
    expect(batch.targets.slice(0, 2)).toEqual(whole.targets.slice(middle * 2, middle * 2 + 2));
  });

  it('weighs classes by how seldom they are, so that all count alike', () => {
    const seldom = heldDataset(
      [walk],
      () => 0,
      (_, frame, group) => (group === 0 ? Number(frame % 10 === 0) : frame % 2),
    );
    const classWeights = classWeightsOf(seldom, [walk]);
    const batch = batchOf(seldom, [{ walk, from: 0 }], { ...plain, classWeights, network: networkOf(60) });
    for (const group of [0, 1]) {
      const weightOf = (target: number) =>
        batch.weights.reduce(
          (sum, weight, at) => (at % 2 === group && batch.targets[at] === target ? sum + weight : sum),
          0,
        );
      expect(weightOf(1)).toBeCloseTo(weightOf(0), 3);
    }
  });
});

describe('augmentation', () => {
  const walk = walkOf('a', 300);
  const dataset = heldDataset(
    [walk],
    (_, frame, feature) => Math.sin(frame / 5 + feature),
    (_, frame, group) => Number(Math.sin(frame / 5 + group) > 0),
  );
  const windows = [0, 100, 270].map((from) => ({ walk, from }));
  const options = { standardisation: asTheyAre, classWeights: null, network: networkOf(30) };

  it('is the same of the same seed, and never the same twice', () => {
    const drawn = (seed: number) => batchOf(dataset, windows, { ...options, augment: uniform(seed) });
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(2)).not.toEqual(drawn(1));
  });

  it('is not there where windows are judged', () => {
    const judged = () => batchOf(dataset, windows, { ...options, augment: null });
    expect(judged()).toEqual(judged());
  });

  it('exchanges the feet in what is learnt where it exchanges them in what is seen', () => {
    const frames = dataset.read(walk, 10, 20);
    const other = mirrored(frames, dataset.description);
    expect(Array.from(other.features.slice(0, 4))).toEqual([2, 3, 0, 1].map((from) => frames.features[from]));
    expect(Array.from(other.targets.slice(0, 2))).toEqual([frames.targets[1], frames.targets[0]]);
    expect(mirrored(other, dataset.description)).toEqual(frames);
  });

  it('exchanges the sides of strikes and offs, not the one for the other', () => {
    const layout = { ...dataset.description, groups: 4 };
    const frames = {
      features: new Float32Array(4),
      targets: Float32Array.from([1, 2, 3, 4]),
      weights: Float32Array.from([5, 6, 7, 8]),
    };
    expect(Array.from(mirrored(frames, layout).targets)).toEqual([3, 4, 1, 2]);
    expect(Array.from(mirrored(frames, layout).weights)).toEqual([7, 8, 5, 6]);
  });

  it('plays a walk faster or slower, and its velocities with it', () => {
    const frames = dataset.read(walk, 0, 60);
    const speed = 1.1;
    const played = warped(frames, dataset.description, { count: 30, firstFrame: 5, speed });
    for (let k = 0; k < 30; k++) {
      const at = 5 + k * speed;
      expect(played.features[k * 4]).toBeCloseTo(Math.sin(at / 5), 1);
      expect(played.features[k * 4 + 1]).toBeCloseTo(speed * Math.sin(at / 5 + 1), 1);
    }
  });

  it('lets nothing count that lies beyond the end of a walk', () => {
    const frames = dataset.read(walk, 0, 20);
    const { features, weights } = warped(frames, dataset.description, {
      count: 20,
      firstFrame: -1,
      speed: 1.1,
    });
    expect(Array.from(weights.slice(0, 2))).toEqual([0, 0]);
    expect(features.slice(0, 4).every(Number.isNaN)).toBe(true);
    expect(weights.slice(2, 4).every((weight) => weight === 1)).toBe(true);
  });

  it('loses parts of the body for a while, and leaves the rest as it was but for noise', () => {
    const network = networkOf(30);
    const random = uniform(seedFrom(1, 'lost'));
    let lost = 0;
    for (let round = 0; round < 50; round++) {
      const { features } = batchOf(dataset, [{ walk, from: 100 }], { ...options, network, augment: random });
      lost += features.filter((value) => value === 0).length;
      expect(features.every((value) => Math.abs(value) < 1.1 + 0.1)).toBe(true);
    }
    expect(lost).toBeGreaterThan(0);
    expect(lost / (50 * 30 * 4)).toBeLessThan(0.1);
  });
});
