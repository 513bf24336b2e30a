import { describe, expect, it } from 'vitest';
import { scheduleRuns, without } from '../../src/kernel/performance/benchmark/schedule';

const contenders = ['fast', 'balanced', 'accurate', 'no optimizations'];
const ofRound = (repeat: number, repeats = 4): string[] =>
  scheduleRuns(contenders, ['mediapipe'], repeats)
    .filter((run) => run.repeat === repeat)
    .map(({ contender }) => contender);

describe('the order of a benchmark’s runs', () => {
  it('has every contender at every work once a round, after a round of warm-up', () => {
    const runs = scheduleRuns(contenders, ['mediapipe', 'pipeline'], 3);
    expect(runs).toHaveLength(4 * 2 * (1 + 3));
    expect(runs.slice(0, 8).every(({ repeat }) => repeat === 0)).toBe(true);
    for (const repeat of [0, 1, 2, 3]) {
      for (const work of ['mediapipe', 'pipeline']) {
        const round = runs.filter((run) => run.repeat === repeat && run.work === work);
        expect(new Set(round.map(({ contender }) => contender))).toEqual(new Set(contenders));
      }
    }
  });

  it('turns about, so that no contender always comes first', () => {
    expect(ofRound(1)).toEqual(contenders);
    expect(ofRound(2)).toEqual([...contenders].reverse());
    expect(ofRound(3)).toEqual(['balanced', 'accurate', 'no optimizations', 'fast']);
    expect(ofRound(4)).toEqual([...ofRound(3)].reverse());
  });

  it('favours none on a machine that grows slower all the time', () => {
    // Each run takes as long as its place in the order: over two rounds all contenders come to the same.
    const runs = scheduleRuns(contenders, ['mediapipe'], 2);
    const seconds = contenders.map((contender) =>
      runs
        .map((run, place) => (run.contender === contender && run.repeat > 0 ? place : 0))
        .reduce((sum, place) => sum + place, 0),
    );
    expect(new Set(seconds).size).toBe(1);
  });

  it('leaves out what is left of a contender that failed, at that work alone', () => {
    const runs = scheduleRuns(contenders, ['mediapipe', 'training'], 2);
    const left = without(runs, { contender: 'accurate', work: 'mediapipe' });
    expect(runs.length - left.length).toBe(3);
    expect(left.filter(({ contender }) => contender === 'accurate').map(({ work }) => work)).toEqual([
      'training',
      'training',
      'training',
    ]);
  });
});
