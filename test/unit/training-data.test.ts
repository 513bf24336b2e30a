import { readdir, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../src/kernel/training/data/build-dataset';
import { openDataset } from '../../src/kernel/training/data/open-dataset';
import { signal } from './gait-fixture';
import { built, builtFolder, knownWalk, labelsOf, temporaryFolder } from './training-data-fixture';

describe('a data set', () => {
  it('labels each frame of a walk by itself, not the walk as a whole', async () => {
    const walk = knownWalk('a', { duration_s: 4 });
    const dataset = await built([walk]);
    const [described] = dataset.description.walks;
    const { targets, weights } = dataset.read(described!, 0, described!.frames);
    const { rateHz } = dataset.description;
    for (const [group, side] of (['left', 'right'] as const).entries()) {
      for (let frame = 0; frame < described!.frames; frame++) {
        if (weights[frame * 2 + group] === 0) continue;
        const timeS = described!.startS + frame / rateHz;
        const before = walk.events.findLast((event) => event.side === side && event.timeS <= timeS);
        const after = walk.events.find((event) => event.side === side && event.timeS > timeS);
        const onFloor = before === undefined ? after!.event === 'toe_off' : before.event === 'heel_strike';
        expect(Math.round(targets[frame * 2 + group]!), `${side} foot at ${timeS.toFixed(3)} s`).toBe(
          onFloor ? 1 : 0,
        );
      }
    }
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeGreaterThan(0.8 * weights.length);
  });

  it('reads the same from disk in chunks as from memory', async () => {
    const walks = [knownWalk('a'), knownWalk('b', { seed: 2 })];
    const [held, inChunks] = [await built(walks), await built(walks, { inChunks: true })];
    for (const walk of held.description.walks) {
      expect(inChunks.read(walk, 7, 20)).toEqual(held.read(walk, 7, 20));
      expect(inChunks.read(walk, walk.frames - 1, 1)).toEqual(held.read(walk, walk.frames - 1, 1));
    }
  });

  it('has no path of the machine in it, and nobody’s name in the names of its files', async () => {
    const folder = await builtFolder([knownWalk('a', { walk: { subject: 'Jane Doe' } })]);
    expect((await readdir(folder)).sort()).toEqual(['dataset.json', 'features.f32', 'labels.f32']);
    expect(await readFile(path.join(folder, 'dataset.json'), 'utf8')).not.toContain('/data');
  });

  it('takes the usual rate of its recordings, and puts the others on its clock', async () => {
    const walks = [
      knownWalk('a', { fps: 30 }),
      knownWalk('b', { fps: 30 }),
      knownWalk('c', { fps: 60, duration_s: 4 }),
    ];
    const { description } = await built(walks);
    expect(description.rateHz).toBe(30);
    expect(description.walks[2]!.frames).toBe(120);
  });

  it('of the labels of a table and of none at all says which walks have none', async () => {
    const walks = [knownWalk('a'), knownWalk('b'), knownWalk('c')];
    await expect(built(walks, { labels: labelsOf([walks[1]!]) })).rejects.toThrow('no labels for a, c');
  });

  it('whose file was cut short is not read, whichever way it would be', async () => {
    const folder = await builtFolder([knownWalk('a')]);
    await truncate(path.join(folder, 'labels.f32'), 100);
    for (const inChunks of [true, false]) {
      await expect(openDataset(folder, { inChunks })).rejects.toThrow(
        'labels.f32 holds 100 bytes in place of',
      );
    }
  });

  it('tells after each walk how many are done', async () => {
    const walks = [knownWalk('a'), knownWalk('b', { seed: 2 })];
    const told: string[] = [];
    await buildDataset(
      walks.map(({ source }) => source),
      { target: 'events', groupBy: 'video', signal, labels: labelsOf(walks) },
      await temporaryFolder(),
      {
        signal: new AbortController().signal,
        onWalk: (done, of) => told.push(`${done} of ${of}`),
      },
    );
    expect(told).toEqual(['1 of 2', '2 of 2']);
  });
});
