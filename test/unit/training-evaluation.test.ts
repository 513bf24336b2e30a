import { describe, expect, it } from 'vitest';
import { evaluateFolds } from '../../src/kernel/training/evaluation/evaluate';
import type { DatasetWalk } from '../../src/kernel/training/data/dataset';
import { detectionAt, figuresOf, type CrossValidation } from '../../src/shared/cross-validation';
import type { Side } from '../../src/shared/results';
import type { LabelTarget } from '../../src/shared/training';
import {
  isDown,
  madeDataset,
  madeEvents,
  madeFold,
  madeWalk,
  phaseOf,
  rateHz,
  sureOutputs,
} from './training-evaluation-fixture';

const frames = 200;
const other = madeWalk('other', frames);
const truly = (side: Side, frame: number): number => Number(isDown(side, frame));

/** One walk that is held out, with another one to train on. */
function judge(
  sayOf: (side: Side, frame: number) => number,
  {
    target = 'contact',
    walk = madeWalk('held', frames),
    weightOf,
  }: {
    target?: LabelTarget;
    walk?: DatasetWalk;
    weightOf?: (walk: DatasetWalk, frame: number) => number;
  } = {},
): CrossValidation {
  const dataset = madeDataset([other, walk], target, weightOf);
  return evaluateFolds(dataset, [madeFold(1, ['other'], [[walk, sureOutputs(walk.frames, target, sayOf)]])]);
}

const f1At = (result: CrossValidation, unit: 'frames' | 'ms', tolerance: number) =>
  detectionAt(result.pooled.network, 'all', unit, tolerance)!.f1;

describe('judging a network', () => {
  it('finds nothing wrong with a perfect one', () => {
    const { network } = judge(truly).pooled;
    expect(network.contact).toMatchObject({ labels: 400, accuracy: 1, macroF1: 1 });
    expect(network.contact.confusion).toEqual([
      [120, 0, 0, 0],
      [0, 80, 0, 0],
      [0, 0, 120, 0],
      [0, 0, 0, 80],
    ]);
    expect(network.states.perClass.map(({ name, support, f1 }) => [name, support, f1])).toEqual([
      ['double_support_after_left', 20, 1],
      ['single_support_left', 80, 1],
      ['double_support_after_right', 20, 1],
      ['single_support_right', 80, 1],
    ]);
    expect(network.stateTransitions).toEqual({ transitions: 15, found: 15, accuracy: 1 });
    const all = network.events[0]!;
    expect(all.detection.map(({ f1 }) => f1)).toEqual([1, 1, 1, 1, 1]);
    expect(all.timing.events).toBe(15);
    expect(all.timing.biasMs).toBeCloseTo(0, 4);
    expect(all.timing.sdMs).toBeCloseTo(0, 4);
  });

  it('tells one that is a frame late by its bias, not by its events', () => {
    const result = judge((side, frame) => truly(side, Math.max(0, frame - 1)));
    const { network } = result.pooled;
    // Fifteen of 400 labels are wrong, those right after an event.
    expect(network.contact.accuracy).toBeCloseTo(1 - 15 / 400, 12);
    expect(network.states.accuracy).toBeCloseTo(1 - 15 / 200, 12);
    expect(network.stateTransitions.accuracy).toBe(1);
    expect(network.events[0]!.timing.biasMs).toBeCloseTo(20, 4);
    expect(network.events[0]!.timing.sdMs).toBeCloseTo(0, 4);
    expect(f1At(result, 'ms', 16)).toBe(0);
    expect(f1At(result, 'frames', 1)).toBe(1);
    expect(f1At(result, 'ms', 33)).toBe(1);
  });

  it('counts no transition that is told three frames late', () => {
    const late = (by: number) => judge((side, frame) => truly(side, Math.max(0, frame - by)));
    expect(late(2).pooled.network.stateTransitions.accuracy).toBe(1);
    const result = late(3);
    expect(result.pooled.network.stateTransitions.accuracy).toBe(0);
    expect(f1At(result, 'ms', 50)).toBe(0);
    // Within 150 ms they still are the same events.
    expect(result.pooled.network.events[0]!.timing.biasMs).toBeCloseTo(60, 4);
  });

  it('sees what a network that always says the commonest class is worth', () => {
    const { network, majority } = judge(() => 1).pooled;
    expect(network.contact.accuracy).toBeCloseTo(0.6, 12);
    expect(majority.contact.accuracy).toBeCloseTo(0.6, 12);
    expect(majority.states.accuracy).toBeCloseTo(0.4, 12);
    expect(majority.stateTransitions).toMatchObject({ transitions: 15, found: 0 });
    const at50 = detectionAt(network, 'all', 'ms', 50);
    expect(at50).toMatchObject({ found: 0, missed: 15, invented: 0, precision: null, recall: 0, f1: 0 });
    expect(network.contact.perClass[1]).toMatchObject({
      name: 'swing_left',
      precision: null,
      recall: 0,
      f1: 0,
    });
    expect(network.events[0]!.timing).toEqual({ events: 0, biasMs: null, sdMs: null, meanAbsoluteMs: null });
  });

  it('counts both feet off the floor as none of the states, where nobody runs', () => {
    const result = judge((side, frame) => (frame >= 10 && frame < 14 ? 0 : truly(side, frame)));
    const { states } = result.pooled.network;
    expect(states.perClass.map(({ name }) => name)).not.toContain('flight');
    expect(states.unstated).toEqual([0, 4, 0, 0]);
    expect(states.accuracy).toBeCloseTo(196 / 200, 12);
    expect(states.perClass[1]).toMatchObject({ precision: 1, recall: 76 / 80 });
  });

  it('counts a step that is not there as two invented events', () => {
    const result = judge((side, frame) =>
      side === 'left' && frame >= 60 && frame < 70 ? 0 : truly(side, frame),
    );
    expect(detectionAt(result.pooled.network, 'all', 'ms', 50)).toMatchObject({
      found: 15,
      missed: 0,
      invented: 2,
      precision: 15 / 17,
      recall: 1,
      f1: 30 / 32,
    });
    expect(detectionAt(result.pooled.network, 'toe_off', 'ms', 50)).toMatchObject({ found: 8, invented: 1 });
  });

  it('judges seven phases where those were learnt, and the contact that they make up', () => {
    const late = judge((side, frame) => phaseOf(side, Math.max(0, frame - 1)), { target: 'phases' });
    const { network, majority, rule } = late.pooled;
    expect(network.phases!.labels).toBe(400);
    expect(network.phases!.perClass.map(({ support }) => support)).toEqual([40, 80, 80, 40, 48, 56, 56]);
    // Seven changes a stride, of which each leg's first lies at the very first frame.
    expect(network.phases!.accuracy).toBeCloseTo(1 - 54 / 400, 12);
    expect(network.phaseTransitions).toEqual({ transitions: 54, found: 54, accuracy: 1 });
    expect(network.contact.accuracy).toBeCloseTo(1 - 15 / 400, 12);
    expect(majority.phases!.accuracy).toBeCloseTo(0.2, 12);
    expect(rule.phases).toBeNull();
    expect(figuresOf(network)).toMatchObject({
      phase_transition_accuracy: 1,
      loading_response_recall: 33 / 40,
    });
    expect(network.events[0]!.timing.biasMs).toBeCloseTo(20, 0);
  });

  it('judges strikes and offs, and the contact between them, where those were learnt', () => {
    const walk = madeWalk('held', frames);
    const outputs = new Float32Array(frames * 4).fill(0.01);
    for (const { timeS, side, event } of madeEvents(frames)) {
      const output = (side === 'left' ? 0 : 2) + (event === 'heel_strike' ? 0 : 1);
      // Events lie between two frames, which share the peak.
      for (const frame of [Math.floor(timeS * rateHz), Math.ceil(timeS * rateHz)]) {
        outputs[frame * 4 + output] = 0.8;
      }
    }
    const { network } = evaluateFolds(madeDataset([other, walk], 'events'), [
      madeFold(1, ['other'], [[walk, outputs]]),
    ]).pooled;
    expect(network.events[0]!.detection.every(({ f1 }) => f1 === 1)).toBe(true);
    expect(Math.abs(network.events[0]!.timing.biasMs!)).toBeLessThan(0.01);
    expect(network.contact.accuracy).toBe(1);
  });
});

describe('the rule beside the network', () => {
  it('loses what it missed, and the stance that it cannot bound', () => {
    const events = madeEvents(frames).filter(({ timeS }) => timeS !== 49.5 / rateHz);
    const { rule, network } = judge(truly, { walk: madeWalk('held', frames, { ruleEvents: events }) }).pooled;
    expect(detectionAt(rule, 'all', 'ms', 50)).toMatchObject({
      found: 14,
      missed: 1,
      recall: 14 / 15,
      f1: 28 / 29,
    });
    // Between two offs of the left foot nothing is known of it: 20 frames of swing, 30 of stance.
    expect(rule.contact.unstated).toEqual([30, 20, 0, 0]);
    expect(rule.contact.accuracy).toBeCloseTo(350 / 400, 12);
    expect(network.contact.accuracy).toBe(1);
  });

  it('is said to judge itself where the labels are what it found', () => {
    const walk = madeWalk('held', frames, { labelSource: 'found' });
    expect(judge(truly, { walk }).notes.at(-1)).toMatch(/1 of 2 walks are events that the rule found itself/);
    expect(judge(truly).notes.join(' ')).not.toMatch(/judge, and/);
    expect(judge(truly, { walk }).notes).toContainEqual(
      expect.stringMatching(/^Labels come from .*events that the rule found \(1 walk\)/),
    );
  });
});

describe('the edges of what is known', () => {
  it('does not judge what lies outside the span of the labels', () => {
    const spanS = [1, 2.5] as const;
    const walk = madeWalk('held', frames, { spanS });
    const inside = (_: DatasetWalk, frame: number): number =>
      Number(_.id === 'other' || (frame / rateHz >= spanS[0] && frame / rateHz <= spanS[1]));
    // Wrong wherever the labels end.
    const result = judge((side, frame) => (frame < 45 || frame > 130 ? 0 : truly(side, frame)), {
      walk,
      weightOf: inside,
    });
    const { network } = result.pooled;
    expect(network.contact).toMatchObject({ labels: 2 * 76, accuracy: 1 });
    // Left off 80; right off 55 and 105, strikes 75 and 125; left strike 100: those of frames 50 to 125.
    expect(detectionAt(network, 'all', 'ms', 50)).toMatchObject({ found: 6, missed: 0, invented: 0 });
  });

  it('takes an event just beside the span for the partner of one within', () => {
    // The left strike at 0.99 s lies in the span, and is told 40 ms early, outside of it.
    const walk = madeWalk('held', frames, { spanS: [0.96, 3.9] });
    const early = (side: Side, frame: number) =>
      side === 'left' && frame >= 46 && frame < 50 ? 1 : truly(side, frame);
    const weightOf = (_: DatasetWalk, frame: number) => Number(frame >= 48);
    const { network } = judge(early, { walk, weightOf }).pooled;
    expect(detectionAt(network, 'heel_strike', 'ms', 50)).toMatchObject({ missed: 1, invented: 0 });
    const nearer = (side: Side, frame: number) =>
      side === 'left' && frame >= 48 && frame < 50 ? 1 : truly(side, frame);
    expect(
      detectionAt(judge(nearer, { walk, weightOf }).pooled.network, 'heel_strike', 'ms', 50),
    ).toMatchObject({ missed: 0, invented: 0 });
  });

  it('does not judge a turn in the middle, neither its frames nor its events', () => {
    const isTurn = (frame: number) => frame >= 90 && frame < 120;
    const result = judge((side, frame) => (isTurn(frame) ? 0 : truly(side, frame)), {
      weightOf: (_, frame) => Number(!isTurn(frame)),
    });
    const { network } = result.pooled;
    expect(network.contact).toMatchObject({ labels: 2 * 170, accuracy: 1 });
    // The strike at 100 and the off at 105 lie within the turn.
    expect(detectionAt(network, 'all', 'ms', 50)).toMatchObject({ found: 13, missed: 0, invented: 0 });
  });

  it('has no double support where neither the foot before nor the foot after is known', () => {
    const result = judge(truly, { weightOf: (_, frame) => Number(frame < 5) });
    expect(result.pooled.network.states).toMatchObject({ labels: 0, accuracy: null });
    expect(result.pooled.network.contact.accuracy).toBe(1);
  });
});

describe('several folds', () => {
  const walks = ['a', 'b', 'c'].map((id) => madeWalk(id, frames));
  const [a, b, c] = walks as [DatasetWalk, DatasetWalk, DatasetWalk];
  const late = (side: Side, frame: number) => truly(side, Math.max(0, frame - 1));
  const result = evaluateFolds(madeDataset(walks), [
    madeFold(1, ['b', 'c'], [[a, sureOutputs(frames, 'contact', truly)]]),
    madeFold(
      2,
      ['a'],
      [
        [b, sureOutputs(frames, 'contact', late)],
        [c, sureOutputs(frames, 'contact', late)],
      ],
    ),
  ]);

  it('are stated as mean and SD over the folds, and as all walks together', () => {
    const { mean, sd, n } = result.overFolds.network['contact_accuracy']!;
    const step = 15 / 400;
    expect(mean).toBeCloseTo(1 - step / 2, 12);
    expect(sd).toBeCloseTo(step / Math.SQRT2, 12);
    expect(n).toBe(2);
    expect(result.pooled.network.contact.accuracy).toBeCloseTo(1 - (2 * step) / 3, 12);
    expect(result.overFolds.network['event_bias_ms']!.mean).toBeCloseTo(10, 3);
    expect(result.pooled.network.events[0]!.timing.biasMs).toBeCloseTo(40 / 3, 3);
  });

  it('judge every walk once, by the fold that held it out', () => {
    expect(result.walks.map(({ walk, fold }) => [walk, fold])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ]);
    expect(result.walks[1]!.scores.network.contact.accuracy).toBeCloseTo(1 - 15 / 400, 12);
    expect(result.groups).toBe(3);
  });

  it('take the commonest class from the walks that train, never from those that test', () => {
    const swings = madeWalk('swings', frames);
    const dataset = madeDataset([a, swings], 'contact', (walk, frame) =>
      // Of this walk only a swing of the left foot is known.
      walk.id === 'swings' ? Number(frame >= 32 && frame < 48) : 1,
    );
    const judged = evaluateFolds(dataset, [
      madeFold(1, ['swings'], [[a, sureOutputs(frames, 'contact', truly)]]),
    ]);
    const { majority } = judged.pooled;
    expect(majority.contact.perClass.map(({ recall }) => recall)).toEqual([0, 1, 1, 0]);
    expect(majority.states.perClass.find(({ recall }) => recall === 1)!.name).toBe('single_support_right');
  });

  it('name their figures with their units', () => {
    expect(Object.keys(result.overFolds.network)).toEqual(
      expect.arrayContaining([
        'stance_left_precision',
        'single_support_right_f1',
        'state_transition_accuracy',
        'event_f1_1_frame',
        'event_f1_2_frames',
        'heel_strike_recall_16_ms',
        'toe_off_bias_ms',
        'event_sd_ms',
      ]),
    );
  });
});
