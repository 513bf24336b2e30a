import { describe, expect, it } from 'vitest';
import { measureWalk, prepareWalk, findEvents } from '../../src/kernel/gait/analyze';
import { applyEdits, editsByWalk } from '../../src/kernel/gait/events/edits';
import type { EditedRecording } from '../../src/kernel/gait/events/event-changes';
import { exchangedSpans, exchangeLegs } from '../../src/kernel/gait/signal/exchange-legs';
import { sagittalTrack } from '../../src/kernel/gait/signal/sagittal';
import { placeEvents } from '../../src/kernel/gait/events/place-events';
import { GaitError } from '../../src/shared/errors';
import type { GaitAnalysis, GaitEvent, KeypointTrack } from '../../src/shared/results';
import type { EventEdit } from '../../src/shared/event-edit';
import { analyze, exchangeLegsOf, hiddenBetween, phantomTrack, signal } from './gait-fixture';

const now = '2026-03-01T10:00:00.000Z';
const who = { author: 'A. Rater', reason: 'seen in the video' };
const span = { fromS: 0, toS: 6 };
const { track } = phantomTrack({ duration_s: 6, camera: 'following', seed: 3 });
const { events } = analyze(track);
const leftStrikes = events.filter(({ side, event }) => side === 'left' && event === 'heel_strike');
const strike = leftStrikes[2]!;
const naming = ({ timeS, side, event }: GaitEvent) => ({ time_s: timeS, side, event });

/** Where no legs are exchanged nothing is found anew, and where they are, what the events already say. */
const recording: EditedRecording = {
  span,
  earlier: [],
  findAnew: ([only]) =>
    events.map((event) =>
      event.timeS >= only!.fromS && event.timeS <= only!.toS
        ? { ...event, side: event.side === 'left' ? 'right' : 'left' }
        : event,
    ),
  now,
};

const edited = (...edits: Omit<EventEdit, 'author' | 'reason'>[]) =>
  applyEdits(
    events,
    edits.map((edit) => ({ ...edit, ...who })),
    recording,
  );

/** A walk measured from corrected events, as the step does it. */
function measured(points: KeypointTrack, edits: Omit<EventEdit, 'author' | 'reason'>[]): GaitAnalysis {
  const options = { signal, walk: {} };
  const found = findEvents(prepareWalk(points, options), options);
  const before = measureWalk(prepareWalk(points, options), found, options).events;
  const { events: after, applied } = applyEdits(
    before,
    edits.map((edit) => ({ ...edit, ...who })),
    {
      span: { fromS: points.timeS[0]!, toS: points.timeS.at(-1)! },
      earlier: [],
      findAnew: (spans) => findEvents(prepareWalk(points, options, spans), options).events,
      now,
    },
  );
  const prepared = prepareWalk(points, options, exchangedSpans(applied));
  const judged = { events: placeEvents(after, prepared), abstentions: [], warnings: [] };
  return measureWalk(prepared, judged, options);
}

function refusal(act: () => unknown): GaitError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof GaitError) return thrown;
    throw thrown;
  }
  throw new Error('The edit was taken.');
}

describe('a correction by hand', () => {
  it('adds an event, with the certainty of the person who saw it', () => {
    const without = events.filter((event) => event !== strike);
    const edit: EventEdit = { edit: 'add', ...naming(strike), ...who };
    const { events: after, applied } = applyEdits(without, [edit], recording);
    expect(after.map(({ timeS }) => timeS)).toEqual(events.map(({ timeS }) => timeS));
    expect(after.find(({ timeS }) => timeS === strike.timeS)).toMatchObject({
      confidence: 1,
      origin: 'added',
    });
    expect(applied).toMatchObject([
      { edit: 'add', beforeS: null, afterS: strike.timeS, changedEvents: 1, author: 'A. Rater', at: now },
    ]);
  });

  it('moves the event that is nearest to the time it names, and keeps where that was found', () => {
    const { events: after, applied } = edited({
      edit: 'move',
      ...naming(strike),
      time_s: strike.timeS + 0.03,
      to_s: strike.timeS - 0.04,
    });
    const moved = after.filter(({ origin }) => origin === 'moved');
    expect(moved).toMatchObject([{ foundAtS: strike.timeS, side: 'left', confidence: 1 }]);
    expect(moved[0]!.timeS).toBeCloseTo(strike.timeS - 0.04, 9);
    expect(after).toHaveLength(events.length);
    expect(after.map(({ timeS }) => timeS)).toEqual(after.map(({ timeS }) => timeS).sort((a, b) => a - b));
    expect(applied[0]).toMatchObject({ beforeS: strike.timeS, reason: 'seen in the video' });
  });

  it('that moves an event twice still knows where it was found first', () => {
    const [first, second] = [strike.timeS + 0.06, strike.timeS + 0.12];
    const { events: after } = edited(
      { edit: 'move', ...naming(strike), to_s: first },
      { edit: 'move', ...naming(strike), time_s: first, to_s: second },
    );
    expect(after.find(({ timeS }) => timeS === second)).toMatchObject({ foundAtS: strike.timeS });
  });

  it('deletes an event, and lists what is gone', () => {
    const { events: after, applied } = edited({ edit: 'delete', ...naming(strike) });
    expect(after).toEqual(events.filter((event) => event !== strike));
    expect(applied[0]).toMatchObject({ edit: 'delete', beforeS: strike.timeS, afterS: null });
  });

  it('exchanges left and right of the events within a span, and of no other', () => {
    const { events: after, applied } = edited({ edit: 'swap_legs', time_s: 2, to_s: 4 });
    expect(applied[0]!.changedEvents).toBe(events.filter(({ timeS }) => timeS >= 2 && timeS <= 4).length);
    after.forEach((event, k) => {
      const isInside = event.timeS >= 2 && event.timeS <= 4;
      expect(event.side === events[k]!.side).toBe(!isInside);
      expect(event.origin).toBe(isInside ? 'swapped' : undefined);
    });
  });

  it('sees what those before it in the list left', () => {
    const { events: after } = edited(
      { edit: 'swap_legs', time_s: strike.timeS - 0.01, to_s: strike.timeS + 0.01 },
      { edit: 'delete', ...naming(strike), side: 'right' },
    );
    expect(after).toHaveLength(events.length - 1);
  });

  it('keeps the time at which it was made where that is said, and text on one line', () => {
    const edit: EventEdit = {
      edit: 'delete',
      ...naming(strike),
      author: 'A\nB',
      at: '2026-02-28',
      reason: ' x ',
    };
    const { applied } = applyEdits(events, [edit], recording);
    expect(applied[0]).toMatchObject({ at: '2026-02-28', author: 'A B', reason: 'x' });
  });
});

describe('a correction that cannot be made', () => {
  const at = (timeS: number) => `${timeS.toFixed(3)} s`;

  it('because the event is not there names the nearest one', () => {
    const { kind, message, hint } = refusal(() =>
      edited({ edit: 'delete', ...naming(strike), time_s: strike.timeS + 0.2 }),
    );
    expect(kind).toBe('bad-input');
    expect(message).toBe(`There is no left heel strike within 50 ms of ${at(strike.timeS + 0.2)} to delete.`);
    expect(hint).toBe(`The nearest is at ${at(strike.timeS)}.`);
  });

  it('because that side has no such event at all says so', () => {
    const edit: EventEdit = { edit: 'move', ...naming(strike), to_s: 2, ...who };
    const right = events.filter(({ side }) => side === 'right');
    expect(refusal(() => applyEdits(right, [edit], recording)).hint).toContain('no left heel strike at all');
  });

  it('because two events could be meant names both, unless its time is exactly that of one', () => {
    const twin = { ...strike, timeS: strike.timeS + 0.06 };
    const both = [...events, twin];
    const remove = (timeS: number): EventEdit => ({
      edit: 'delete',
      ...naming(strike),
      time_s: timeS,
      ...who,
    });
    const { hint } = refusal(() => applyEdits(both, [remove(strike.timeS + 0.02)], recording));
    expect(hint).toContain(at(strike.timeS));
    expect(hint).toContain(at(twin.timeS));
    const printed = Number(twin.timeS.toFixed(4));
    expect(applyEdits(both, [remove(printed)], recording).events).not.toContain(twin);
  });

  it.each<[string, Omit<EventEdit, 'author' | 'reason'>, string]>([
    [
      'an event beyond the end',
      { edit: 'add', time_s: 7, side: 'left', event: 'toe_off' },
      'outside of the recording',
    ],
    ['a move beyond the end', { edit: 'move', ...naming(strike), to_s: 9 }, 'outside of the recording'],
    ['an event where one is already', { edit: 'add', ...naming(strike) }, 'already'],
    ['a side that is left out', { edit: 'delete', time_s: 1, event: 'toe_off' }, 'which side'],
    ['a kind that is left out', { edit: 'add', time_s: 1, side: 'left' }, 'which event'],
    ['a move to nowhere', { edit: 'move', ...naming(strike) }, 'where to'],
    ['a deletion to somewhere', { edit: 'delete', ...naming(strike), to_s: 3 }, 'cannot have to_s'],
    ['a span without an end', { edit: 'swap_legs', time_s: 1 }, 'where the span ends'],
    ['a span that ends before it starts', { edit: 'swap_legs', time_s: 2, to_s: 1 }, 'not after its start'],
    ['a span of one side', { edit: 'swap_legs', time_s: 1, to_s: 2, side: 'left' }, 'not about one event'],
    ['a span beyond the end', { edit: 'swap_legs', time_s: 8, to_s: 9 }, 'outside of the recording'],
    ['a time that is none', { edit: 'delete', ...naming(strike), at: 'yesterday' }, 'no date and time'],
  ])('for %s is refused in words', (_what, edit, says) => {
    const { kind, message, hint } = refusal(() => edited(edit));
    expect(kind).toBe('bad-input');
    expect(message).toContain(says);
    expect(hint).toBeTruthy();
  });
});

describe('whose correction it is', () => {
  const edit = (walk?: string): EventEdit => ({ edit: 'delete', ...naming(strike), ...who, walk });

  it('goes without saying where there is one walk', () => {
    expect([...editsByWalk([edit()], ['pre']).keys()]).toEqual(['pre']);
  });

  it('must be said where there are several, and be the name of one', () => {
    expect(editsByWalk([edit('post'), edit('post')], ['pre', 'post']).get('post')).toHaveLength(2);
    expect(refusal(() => editsByWalk([edit()], ['pre', 'post'])).hint).toBe('Name the walk: pre, post.');
    expect(refusal(() => editsByWalk([edit('pist')], ['pre', 'post'])).hint).toBe('Did you mean "post"?');
    expect(refusal(() => editsByWalk([edit('a')], ['a', 'a'])).message).toContain('2 walks called "a"');
  });
});

describe('a walk measured from corrected events', () => {
  it('without corrections is the walk as it was', () => {
    expect(measured(track, [])).toEqual(analyze(track));
  });

  it('gains by a moved contact what its cycles gain', () => {
    const before = analyze(track).cycles.find(
      ({ side, startS }) => side === 'left' && startS === strike.timeS,
    )!;
    const after = measured(track, [{ edit: 'move', ...naming(strike), to_s: strike.timeS + 0.02 }]);
    const cycle = after.cycles.find(({ side, endS }) => side === 'left' && endS === before.endS)!;
    expect(cycle.strideTimeS).toBeCloseTo(before.strideTimeS - 0.02, 6);
    expect(cycle.startS).toBeCloseTo(strike.timeS + 0.02, 9);
  });

  it('joins two cycles where their contact is deleted, and leaves the long one out for a reason', () => {
    const { cycles } = measured(track, [{ edit: 'delete', ...naming(strike) }]);
    const long = cycles.find(
      ({ side, startS, endS }) => side === 'left' && startS < strike.timeS && endS > strike.timeS,
    )!;
    expect(long.kept).toBe(false);
    expect(long.reason).not.toBe('');
  });

  it('is put right where the legs were exchanged in the recording', () => {
    const [from, to] = betweenPassings(2, 3.5);
    const wrong = exchangeLegsOf(track, from, to);
    const right = analyze(track);
    const after = measured(wrong, [{ edit: 'swap_legs', time_s: from, to_s: to }]);
    const inside = (timeS: Float64Array, angle: Float64Array) =>
      angle.filter((_, frame) => timeS[frame]! > 2.3 && timeS[frame]! < 3.2);
    const knee = inside(after.angles.timeS, after.angles.left.knee);
    const truth = inside(right.angles.timeS, right.angles.left.knee);
    expect(Math.max(...knee.map((angle, frame) => Math.abs(angle - truth[frame]!)))).toBeLessThan(0.5);
  });

  it.each([
    [2, 3.5],
    [1.3, 4.2],
    [2.6, 3.1],
    [0, 3],
  ])('has its steps again where legs that were exchanged from %s to %s s are put right', (fromS, toS) => {
    const right = analyze(track);
    const [from, to] = betweenPassings(fromS, toS);
    const after = measured(exchangeLegsOf(track, from, to), [{ edit: 'swap_legs', time_s: from, to_s: to }]);
    const nameOf = ({ side, event }: GaitEvent) => `${side} ${event}`;
    expect(after.events.map(nameOf)).toEqual(right.events.map(nameOf));
    after.events.forEach(({ timeS }, k) => {
      expect(Math.abs(timeS - right.events[k]!.timeS)).toBeLessThan(0.05);
    });
  });

  it('keeps what a person set, and does not find again what a person deleted, where legs are exchanged', () => {
    const [from, to] = betweenPassings(2, 4);
    const wrong = exchangeLegsOf(track, from, to);
    const gone = analyze(wrong).events.find(({ timeS, event }) => timeS > 2.6 && event === 'heel_strike')!;
    const after = measured(wrong, [
      { edit: 'add', time_s: 2.7, side: 'left', event: 'toe_off' },
      { edit: 'delete', ...naming(gone) },
      { edit: 'swap_legs', time_s: from, to_s: to },
    ]);
    expect(after.events.filter(({ origin }) => origin === 'added')).toMatchObject([
      { timeS: 2.7, side: 'right' },
    ]);
    const there = after.events.filter(
      ({ timeS, event }) => event === 'heel_strike' && Math.abs(timeS - gone.timeS) < 0.05,
    );
    expect(there).toEqual([]);
  });

  it('lists an event that is set where the foot is not seen, and builds no cycle on it', () => {
    const hidden = hiddenBetween(track, 2.5, 4);
    const after = measured(hidden, [{ edit: 'add', time_s: 3.2, side: 'left', event: 'heel_strike' }]);
    expect(after.events.filter(({ origin }) => origin === 'added')).toHaveLength(1);
    for (const cycle of after.cycles.filter(({ startS, endS }) => startS === 3.2 || endS === 3.2)) {
      expect(cycle).toMatchObject({ kept: false, reason: 'the foot is not seen throughout' });
    }
  });
});

describe('legs exchanged over spans', () => {
  it('undo one another where two spans overlap', () => {
    const { track: prepared } = prepareWalk(track, { signal, walk: {} });
    const twice = exchangeLegs(prepared, [
      { fromS: 1, toS: 3 },
      { fromS: 1, toS: 3 },
    ]);
    expect(twice.paths.get('LHeel')).toEqual(prepared.paths.get('LHeel'));
  });

  it('leave head and trunk alone', () => {
    const { track: prepared } = prepareWalk(track, { signal, walk: {} });
    const exchanged = exchangeLegs(prepared, [{ fromS: 1, toS: 3 }]);
    expect(exchanged.paths.get('LShoulder')).toBe(prepared.paths.get('LShoulder'));
    expect(exchanged.paths.get('LKnee')!.along[60]).toBe(prepared.paths.get('RKnee')!.along[60]);
    expect(exchanged.paths.get('LKnee')!.along[10]).toBe(prepared.paths.get('LKnee')!.along[10]);
  });
});

/**
 * The span from the moment at which one foot passes the other, nearest to `fromS`, to the last frame before the one nearest
 * to `toS`. Legs exchanged just then leap nowhere, so the chain cannot see it by itself; 0 is the recording's start.
 */
function betweenPassings(fromS: number, toS: number): [fromS: number, toS: number] {
  const { timeS, paths } = sagittalTrack(track, signal.confidence_threshold);
  const ahead = paths.get('LHeel')!.along.map((left, frame) => left - paths.get('RHeel')!.along[frame]!);
  const passings = Array.from(timeS.keys()).filter(
    (frame) => frame > 0 && ahead[frame]! * ahead[frame - 1]! < 0,
  );
  const nearest = (atS: number) =>
    passings.reduce((a, b) => (Math.abs(timeS[b]! - atS) < Math.abs(timeS[a]! - atS) ? b : a));
  return [fromS === 0 ? 0 : timeS[nearest(fromS)]!, timeS[nearest(toS) - 1]!];
}
