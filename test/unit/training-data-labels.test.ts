import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../src/kernel/training/data/build-dataset';
import { contactRuns } from '../../src/kernel/training/data/contact-runs';
import { parseLabelsTable, readLabelsTable } from '../../src/kernel/training/data/labels-table';
import type { SourceWalk } from '../../src/kernel/training/data/source-walk';
import { resolveLabels } from '../../src/kernel/training/data/walk-labels';
import { truthPath } from '../../src/phantom/truth';
import type { GaitError } from '../../src/shared/errors';
import type { GaitEvent, Walk } from '../../src/shared/results';
import type { TrueEvent } from '../../src/kernel/gait/agreement/compare-truth';
import { formatC3d } from '../../src/kernel/landmarks/c3d/write';
import { analyze, hiddenBetween, phantomTrack, signal as signalSettings } from './gait-fixture';
import { built, knownWalk, labelsOf, temporaryFolder, type KnownWalk } from './training-data-fixture';

const strike = (timeS: number, side: TrueEvent['side'] = 'left'): TrueEvent => ({
  timeS,
  side,
  event: 'heel_strike',
});
const off = (timeS: number, side: TrueEvent['side'] = 'left'): TrueEvent => ({
  timeS,
  side,
  event: 'toe_off',
});
const found = (events: readonly TrueEvent[]): GaitEvent[] =>
  events.map((event) => ({ ...event, confidence: 0.9 }));

describe('a table of labels', () => {
  const header = 'walk,time_s,side,event';

  it('gives each walk its events in order of time, also as spreadsheets write it', () => {
    const table = parseLabelsTable(
      '\uFEFFwalk;time_s;side;event;by\r\na;1,5;left;toe_off;AB\r\na;0,9;left;heel_strike;AB\r\nb;2;right;toe_off;CD\r\n',
      'labels.csv',
      ['a', 'b', 'c'],
    );
    expect(table).toEqual(
      new Map([
        ['a', [strike(0.9), off(1.5)]],
        ['b', [off(2, 'right')]],
      ]),
    );
  });

  it('that labels walks which are not in the data is refused, and says which walks are', () => {
    const parse = () =>
      parseLabelsTable(`${header}\nwalk-1,1,left,toe_off\nother,1,left,toe_off\n`, 'labels.csv', ['walk_1']);
    expect(parse).toThrow('walks that are not in the data: walk-1, other');
    try {
      parse();
      expect.unreachable();
    } catch (thrown) {
      expect((thrown as GaitError).hint).toContain('Did you mean walk_1?');
    }
  });

  it.each([
    ['time_s,side,event\n1,left,toe_off\n', 'has no column walk'],
    [`${header}\n`, 'holds no event'],
    [`${header}\na,1,left,toe_off\na,soon,left,toe_off\n`, 'Row 3 of labels.csv: "soon" is no time_s'],
    [`${header}\na,1,middle,toe_off\n`, '"middle" is no side'],
    [`${header}\na,1,left,landing\n`, '"landing" is no event'],
    [`${header}\n,1,left,toe_off\n`, '"" is no walk'],
  ])('%j is refused: %s', (text, reason) => {
    expect(() => parseLabelsTable(text, 'labels.csv', ['a'])).toThrow(reason);
  });

  it('that is not there is refused by its name', async () => {
    const file = path.join(await temporaryFolder(), 'none.csv');
    await expect(readLabelsTable(file, ['a'])).rejects.toThrow('there is no such file');
  });
});

describe('the labels of a walk', () => {
  const phantom = phantomTrack();
  const inFile = [strike(0.5), off(1.1), strike(1.5)];
  const inTable = [strike(0.6), off(1.2)];
  const detected = found([strike(0.4), off(1)]);

  /** A walk with everything that could label it; `without` takes the best sources away. */
  async function rich(source: Walk['source']): Promise<{ folder: string; walk: SourceWalk }> {
    const folder = await temporaryFolder();
    const recording = path.join(folder, source === 'video' ? 'a.mp4' : 'a.c3d');
    await writeFile(
      path.join(folder, 'labels.csv'),
      'time_s,side,event\n0.5,left,heel_strike\n1.1,left,toe_off\n1.5,left,heel_strike\n',
    );
    if (source === 'video') await writeFile(truthPath(recording), JSON.stringify(phantom.truth));
    else await writeFile(recording, formatC3d(phantom.track, found(inFile)));
    return {
      folder,
      walk: {
        walk: { id: 'a', source, path: recording },
        address: 'a',
        recording: 'a',
        read: () => Promise.resolve(phantom.track),
        events: detected,
        corrected: false,
      },
    };
  }
  const labelOf = async (walk: SourceWalk, table: Parameters<typeof resolveLabels>[1] = null) =>
    (await resolveLabels([walk], table))[0]!;

  it('are those of the table, before all others', async () => {
    const { walk } = await rich('video');
    const { source, events, spanS } = await labelOf(walk, new Map([['a', inTable]]));
    expect({ source, events }).toEqual({ source: 'table', events: inTable });
    expect(spanS[0]).toBeCloseTo(0.55);
    expect(spanS[1]).toBeCloseTo(1.25);
  });

  it('are those of its own labels file, before the truth of a phantom', async () => {
    const { walk, folder } = await rich('video');
    const labelled = { ...walk, walk: { ...walk.walk, labels: path.join(folder, 'labels.csv') } };
    expect(await labelOf(labelled)).toMatchObject({ source: 'file', events: inFile, warnings: [] });
  });

  it('are the exact contacts of a phantom, but for the ends of its clip', async () => {
    const { walk } = await rich('video');
    const { source, events, spanS } = await labelOf(walk);
    expect({ source, events }).toEqual({ source: 'truth', events: phantom.events });
    const visible = phantom.truth.frames.filter((frame) => frame.visible);
    expect(spanS[0]).toBeCloseTo(visible[0]!.timeS + 0.1);
    expect(spanS[1]).toBeCloseTo(visible.at(-1)!.timeS - 0.1);
  });

  it('are the events stored in its file, before those that were found', async () => {
    const { walk } = await rich('landmarks');
    const { source, events } = await labelOf(walk);
    expect(source).toBe('stored');
    expect(events.map(({ timeS }) => Number(timeS.toFixed(3)))).toEqual([0.5, 1.1, 1.5]);
  });

  it('are corrected events, and of found ones it is said that the rule is its own judge', async () => {
    const walk: SourceWalk = {
      walk: { id: 'a', source: 'landmarks', path: '/data/a.trc' },
      address: 'a',
      recording: 'a',
      read: () => Promise.resolve(phantom.track),
      events: detected,
      corrected: true,
    };
    expect(await labelOf(walk)).toMatchObject({ source: 'corrected', warnings: [] });
    const { source, warnings } = await labelOf({ ...walk, corrected: false });
    expect(source).toBe('found');
    expect(warnings).toEqual([expect.stringContaining('judged by the rule that found them')]);
  });

  it('are missing where nothing is known, and all such walks are named', async () => {
    const bare = (id: string): SourceWalk => ({
      walk: { id, source: 'landmarks', path: `/data/${id}.trc` },
      address: id,
      recording: id,
      read: () => Promise.resolve(phantom.track),
      events: null,
      corrected: false,
    });
    const labelled = { ...bare('b'), events: detected };
    await expect(resolveLabels([bare('a'), labelled, { ...bare('c'), events: [] }], null)).rejects.toThrow(
      'There are no labels for a, c.',
    );
  });

  it('are missing where events were looked for and none found: to look for them is then no advice', async () => {
    const empty: SourceWalk = {
      walk: { id: 'a', source: 'landmarks', path: '/data/a.trc' },
      address: 'a',
      recording: 'a',
      read: () => Promise.resolve(phantom.track),
      events: [],
      corrected: false,
    };
    await expect(resolveLabels([empty], null)).rejects.toMatchObject({
      message: 'There are no labels for a: no events were found there either.',
      hint: expect.not.stringContaining('--found-labels') as string,
    });
  });
});

describe('contact of a foot', () => {
  it('is on the floor from strike to off, and off it from off to strike', () => {
    const runs = contactRuns([off(0.4), strike(0.8), off(1.4)], 'left', [0.2, 1.6]);
    expect(runs).toEqual([
      { fromS: 0.2, toS: 0.4, onFloor: true },
      { fromS: 0.4, toS: 0.8, onFloor: false },
      { fromS: 0.8, toS: 1.4, onFloor: true },
      { fromS: 1.4, toS: 1.6, onFloor: false },
    ]);
  });

  it('is not known between two strikes without an off', () => {
    const runs = contactRuns([strike(1), strike(2), off(2.6)], 'left', [1, 2.6]);
    expect(runs).toEqual([{ fromS: 2, toS: 2.6, onFloor: true }]);
  });

  it('is not known over a swing so long that steps in it were not labelled', () => {
    const runs = contactRuns([strike(1), off(1.6), strike(5), off(5.6)], 'left', [1, 5.6]);
    expect(runs.map(({ fromS, toS }) => [fromS, toS])).toEqual([
      [1, 1.6],
      [5, 5.6],
    ]);
  });

  it('is not known at all of a foot without events', () => {
    expect(contactRuns([strike(1, 'right'), off(1.6, 'right')], 'left', [0, 2])).toEqual([]);
  });
});

describe('before anything is trained', () => {
  const other = (walk: KnownWalk, events: readonly TrueEvent[]): KnownWalk => ({ ...walk, events });
  const a = knownWalk('a');

  it('labels outside of the recording are refused, and say whose', async () => {
    const late = other(
      knownWalk('late'),
      a.events.map((event) => ({ ...event, timeS: event.timeS + 100 })),
    );
    await expect(built([a, late])).rejects.toThrow('In late there is no frame');
  });

  it('a walk in which nobody is seen is refused by its name', async () => {
    const nobody = knownWalk('nobody', { track: (track) => hiddenBetween(track, -1, 100) });
    const empty = knownWalk('empty', {
      track: (track) => ({ ...track, position: track.position.map(() => Number.NaN) }),
    });
    await expect(built([a, nobody, empty])).rejects.toThrow('In nobody, empty there is no frame');
  });

  it('a foot that is never labelled is refused', async () => {
    const oneFoot = other(
      a,
      a.events.filter(({ side }) => side === 'left'),
    );
    await expect(built([oneFoot])).rejects.toThrow('no label of the right foot in any walk');
  });

  it('strikes without offs are refused, for they do not say how long a foot stays on the floor', async () => {
    const strikes = other(
      a,
      a.events.filter(({ event, side }) => event === 'heel_strike' || side === 'right'),
    );
    await expect(built([strikes])).rejects.toThrow(
      'Nowhere among the labels is there a toe_off of the left foot.',
    );
    await expect(built([strikes, other(knownWalk('b'), a.events)])).resolves.toBeDefined();
  });

  it('a foot that one walk does not label counts for nothing there, with a warning', async () => {
    const oneFoot = other(
      knownWalk('b'),
      a.events.filter(({ side }) => side === 'left'),
    );
    const dataset = await built([a, oneFoot]);
    const b = dataset.description.walks[1]!;
    expect(b.warnings).toEqual([
      'The labels of b say nothing of the right foot, which counts for nothing there.',
    ]);
    const { weights } = dataset.read(b, 0, b.frames);
    expect(weights.filter((weight, at) => at % 2 === 1 && weight > 0)).toHaveLength(0);
    expect(weights.filter((weight, at) => at % 2 === 0 && weight > 0).length).toBeGreaterThan(0);
  });

  it('labels of one class only are refused', async () => {
    const events = [strike(0.5), strike(0.6, 'right'), off(2.4, 'right'), off(2.5)];
    // Before the first of these events and after the last, each foot is off the floor: there the walker is not seen.
    const still = knownWalk('a', {
      track: (track) => hiddenBetween(hiddenBetween(track, -1, 0.7), 2.3, 100),
    });
    await expect(built([other(still, events)])).rejects.toThrow(
      'There is one class only: the left foot is on the floor in every frame.',
    );
  });

  it('two walks of one name are refused', async () => {
    await expect(built([a, a])).rejects.toThrow('more than one walk called a');
  });

  it('no walks at all are refused', async () => {
    await expect(built([])).rejects.toThrow('There are no walks to train with.');
  });

  it('stopping stops before the next walk', async () => {
    const stopped = AbortSignal.abort(new Error('Stopped.'));

    const folder = await temporaryFolder();
    const options = {
      target: 'contact',
      groupBy: 'subject',
      signal: signalSettings,
      labels: labelsOf([a]),
    } as const;
    await expect(
      buildDataset([a.source], options, folder, { signal: stopped, onWalk: () => undefined }),
    ).rejects.toThrow('Stopped.');
  });
});

describe('the rule’s events', () => {
  it('are kept beside the labels, as the baseline of the same walk', async () => {
    const walk = knownWalk('a');
    const { description } = await built([walk]);
    const expected = analyze(await walk.source.read()).events.map(({ timeS, side, event }) => ({
      timeS,
      side,
      event,
    }));
    expect(
      description.walks[0]!.ruleEvents.map(({ timeS, side, event }) => ({ timeS, side, event })),
    ).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });
});
