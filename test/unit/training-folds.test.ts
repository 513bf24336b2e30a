import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../src/kernel/training/data/groups';
import type { SourceWalk } from '../../src/kernel/training/data/source-walk';
import { makeFolds, type FoldOptions } from '../../src/kernel/training/folds';
import { uniform } from '../../src/shared/random';
import type { Walk } from '../../src/shared/results';

type FoldWalk = Parameters<typeof makeFolds>[0][number];

const walksOf = (groups: readonly string[], of: Partial<FoldWalk> = {}): FoldWalk[] =>
  groups.map((group, index) => ({ id: `walk-${index}`, group, condition: null, frames: 300, ...of }));

const asked: FoldOptions = { folds: 3, leaveOneOut: false, validationSplit: 0.2, seed: 42 };

/** A study as it might be: subjects with a few walks each, of unlike lengths and conditions. */
function anyStudy(seed: number): FoldWalk[] {
  const next = uniform(seed);
  const subjects = 3 + Math.floor(next() * 15);
  return Array.from({ length: subjects }, (_, subject) =>
    Array.from({ length: 1 + Math.floor(next() * 4) }, (_, walk) => ({
      id: `s${subject}-${walk}`,
      group: `s${subject}`,
      condition: [null, 'barefoot', 'shod'][Math.floor(next() * 3)]!,
      frames: 50 + Math.floor(next() * 2000),
    })),
  ).flat();
}

describe('in any study', () => {
  const studies = Array.from({ length: 200 }, (_, seed) => {
    const walks = anyStudy(seed);
    const groups = new Set(walks.map(({ group }) => group)).size;
    const options = { ...asked, folds: 3 + (seed % (groups - 2)), seed, leaveOneOut: seed % 7 === 0 };
    return { walks, groups, options, folds: makeFolds(walks, options) };
  });

  it('no subject is on two sides of a fold', () => {
    for (const { walks, folds } of studies) {
      const groupOf = new Map(walks.map(({ id, group }) => [id, group]));
      for (const { training, validation, test } of folds) {
        const sides = [training, validation, test].map((ids) => new Set(ids.map((id) => groupOf.get(id)!)));
        const all = new Set(sides.flatMap((side) => [...side]));
        expect(all.size).toBe(sides.reduce((sum, side) => sum + side.size, 0));
      }
    }
  });

  it('every walk is judged exactly once, and in each fold every walk has one part', () => {
    for (const { walks, folds } of studies) {
      const ids = walks.map(({ id }) => id).sort();
      expect(folds.flatMap(({ test }) => test).sort()).toEqual(ids);
      for (const { training, validation, test } of folds) {
        expect([...training, ...validation, ...test].sort()).toEqual(ids);
      }
    }
  });

  it('folds differ by no more than the longest subject', () => {
    for (const { walks, folds, options } of studies) {
      if (options.leaveOneOut) continue;
      const framesOf = (ids: readonly string[]) =>
        walks.filter(({ id }) => ids.includes(id)).reduce((sum, { frames }) => sum + frames, 0);
      const longest = Math.max(
        ...walks.map(({ group }) =>
          framesOf(walks.filter((walk) => walk.group === group).map(({ id }) => id)),
        ),
      );
      const sizes = folds.map(({ test }) => framesOf(test));
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(longest);
    }
  });

  it('there is always somebody to judge, to train and to stop early by', () => {
    for (const { folds, groups, options } of studies) {
      expect(folds).toHaveLength(options.leaveOneOut ? groups : options.folds);
      for (const { training, validation, test } of folds) {
        expect([training.length, validation.length, test.length].every((count) => count > 0)).toBe(true);
      }
    }
  });
});

describe('folds', () => {
  it('come out the same of the same seed, and others of another', () => {
    const walks = walksOf(Array.from({ length: 12 }, (_, subject) => `s${subject}`));
    expect(makeFolds(walks, asked)).toEqual(makeFolds(walks, asked));
    expect(makeFolds(walks, { ...asked, seed: 43 })).not.toEqual(makeFolds(walks, asked));
  });

  it('spread a condition that only some subjects have', () => {
    const walks = walksOf(Array.from({ length: 12 }, (_, subject) => `s${subject}`)).map((walk, index) => ({
      ...walk,
      condition: index < 3 ? 'patients' : 'controls',
    }));
    for (const seed of [1, 2, 3, 4, 5]) {
      const patients = makeFolds(walks, { ...asked, seed }).map(
        ({ test }) =>
          walks.filter(({ id, condition }) => test.includes(id) && condition === 'patients').length,
      );
      expect(patients).toEqual([1, 1, 1]);
    }
  });

  it('without a validation split train on everybody else', () => {
    const walks = walksOf(['a', 'b', 'c', 'd']);
    for (const { validation, training, test } of makeFolds(walks, {
      ...asked,
      folds: 2,
      validationSplit: 0,
    })) {
      expect(validation).toEqual([]);
      expect([...training, ...test]).toHaveLength(4);
    }
  });

  it('leave each subject out once, with all of its walks', () => {
    const walks = walksOf(['a', 'b', 'a', 'c']);
    const folds = makeFolds(walks, { ...asked, leaveOneOut: true });
    expect(folds.map(({ test }) => test)).toEqual([['walk-0', 'walk-2'], ['walk-1'], ['walk-3']]);
  });

  it('keep somebody to train where one subject outweighs all others', () => {
    const walks = walksOf(['giant', 'a', 'b', 'c']).map((walk) => ({
      ...walk,
      frames: walk.group === 'giant' ? 100_000 : 300,
    }));
    for (const { training, validation } of makeFolds(walks, { ...asked, folds: 2 })) {
      expect(training.length).toBeGreaterThan(0);
      expect(validation.length).toBeGreaterThan(0);
    }
  });

  it.each([
    [{ folds: 5 }, ['a', 'b', 'c'], 'needs at least 5 groups', 'there are 3: a, b, c'],
    [{ folds: 2 }, ['a', 'b', 'c'], 'needs at least 4 groups', 'there are 3'],
    [{ folds: 2, validationSplit: 0 }, ['a'], 'needs at least 2 groups', 'there is 1: a'],
    [{ leaveOneOut: true }, ['a', 'b'], 'needs at least 3 groups', 'there are 2'],
  ])(
    'of too few groups are refused and say how many are needed: %j of %j',
    (options, groups, needed, there) => {
      const folds = () => makeFolds(walksOf(groups), { ...asked, ...options });
      expect(folds).toThrow(needed);
      expect(folds).toThrow(there);
    },
  );
});

describe('what is never on both sides of a fold', () => {
  const source = (walk: Partial<Walk> & { id: string }, recording = walk.id): SourceWalk => ({
    walk: { source: 'video', path: `/data/${walk.id}.mp4`, ...walk },
    address: `events of ${walk.id}`,
    recording,
    read: () => Promise.reject(new Error('Nobody reads it.')),
    events: null,
    corrected: false,
  });

  it('is a subject, and a walk of nobody in particular by itself', () => {
    const walks = [
      source({ id: 'a', subject: 'S1' }),
      source({ id: 'b', subject: 'S1' }),
      source({ id: 'c' }),
    ];
    expect(groupsOf(walks, 'subject')).toEqual(['S1', 'S1', 'c']);
    expect(groupsOf(walks, 'video')).toEqual(['a', 'b', 'c']);
  });

  it('is a recording that comes twice, under another name or as a copy', () => {
    const walks = [
      source({ id: 'a', path: '/data/one.mp4' }),
      source({ id: 'again', path: '/data/one.mp4' }),
      source({ id: 'copy', path: '/data/copy.mp4' }, 'a'),
      source({ id: 'other' }),
    ];
    for (const groupBy of ['subject', 'video'] as const) {
      expect(groupsOf(walks, groupBy)).toEqual(['a', 'a', 'a', 'other']);
    }
  });

  it('is a subject whose recording another walk shares without saying who walks', () => {
    const walks = [
      source({ id: 'a' }),
      source({ id: 'b', subject: 'S1' }),
      source({ id: 'c', subject: 'S1', path: '/data/a.mp4' }),
    ];
    expect(new Set(groupsOf(walks, 'subject')).size).toBe(1);
  });

  it('but two people in two parts of one picture may be', () => {
    const walks = [
      source({ id: 'a', subject: 'S1', path: '/data/two.mp4', crop: [0, 0, 100, 200] }),
      source({ id: 'b', subject: 'S2', path: '/data/two.mp4', crop: [100, 0, 100, 200] }),
    ];
    expect(groupsOf(walks, 'subject')).toEqual(['S1', 'S2']);
    const copied = walks.map((walk) => ({ ...walk, recording: 'two' }));
    expect(groupsOf(copied, 'subject')).toEqual(['S1', 'S2']);
    expect(groupsOf(copied, 'video')).toEqual(['a', 'a']);
  });

  it('is a video of which two parts are walks of nobody in particular: they may show the same person', () => {
    const part = (id: string, x: number, subject?: string) =>
      source({
        id,
        path: '/data/two.mp4',
        crop: [x, 0, 100, 200],
        ...(subject !== undefined && { subject }),
      });
    expect(groupsOf([part('a', 0), part('b', 50)], 'subject')).toEqual(['a', 'a']);
    expect(groupsOf([part('a', 0, 'S1'), part('b', 50)], 'subject')).toEqual(['S1', 'S1']);
  });
});
