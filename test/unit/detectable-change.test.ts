import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSection } from '../../src/kernel/display/report-change';
import { curvesCsv } from '../../src/kernel/gait/tables';
import { detectableChangeJson, detectableChangeOf } from '../../src/kernel/steps/detectable-change';
import { gaitFiles } from '../../src/kernel/steps/gait-result';
import type { NamedResult } from '../../src/kernel/steps/step';
import { truthPath } from '../../src/phantom/truth';
import { analyze, hiddenBetween, phantomTrack } from './gait-fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-change-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The result of a phantom, in a folder of its own with its truth; hidden where nothing of it is to be found. */
async function phantom(id: string, isHidden: boolean): Promise<NamedResult['walks'][number]> {
  const { track, truth } = phantomTrack({ duration_s: 5, fps: 50, seed: 81, view_deg: 12.3456789 });
  const { events, cycles, curves, parameters } = analyze(isHidden ? hiddenBetween(track, 0, 5) : track);
  const own = path.join(folder, id);
  const clip = `${own}.mp4`;
  await writeFile(truthPath(clip), JSON.stringify(truth));
  const ownFolder = await mkdtemp(`${own}-`);
  await writeFile(path.join(ownFolder, gaitFiles.analysis), JSON.stringify({ events, cycles, parameters }));
  await writeFile(path.join(ownFolder, gaitFiles.curves), [...curvesCsv(curves)].join(''));
  return {
    walk: { id, path: clip, source: 'video' },
    folder: ownFolder,
    address: null,
    fromStore: false,
    summary: '',
    warnings: [],
  };
}

const resultOf = (walks: NamedResult['walks']): NamedResult => ({
  name: 'phantoms',
  step: 'detect-events',
  walks,
  records: [],
});

describe('the change that a set-up can detect', () => {
  it('is left open, and says so, where nothing of the phantom was found', async () => {
    const change = await detectableChangeOf([resultOf([await phantom('lost', true)])]);
    expect(change.rows).toEqual([]);
    expect(change.warnings[0]).toContain('No cycle of the phantom lost was found');
    const section = changeSection({ ...change, cyclesOfWalks: [8] })!.text;
    expect(section).toContain('No cycle of the phantom lost was found');
    expect(section).not.toContain('<table>');
    expect(detectableChangeJson(change, [{ id: 'walk', cycles: 8 }])).toMatchObject({
      warnings: change.warnings,
      parameters: {},
    });
  });

  it('rests on the phantoms that were found, and names those that were not', async () => {
    const change = await detectableChangeOf([
      resultOf([await phantom('seen', false), await phantom('lost', true)]),
    ]);
    expect(change.rows.length).toBeGreaterThan(5);
    expect(change.warnings).toHaveLength(1);
    const section = changeSection({ ...change, cyclesOfWalks: [8] })!.text;
    expect(section).toContain('<table>');
    expect(section).toContain('(12.3° off the side view');
  });
});
