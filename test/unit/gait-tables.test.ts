import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { anglesCsv, curvesCsv, cyclesCsv, eventsCsv } from '../../src/kernel/gait/tables';
import { studyCsv } from '../../src/kernel/study/study-csv';
import type { Walk } from '../../src/shared/results';
import { analyze, hiddenBetween, phantomTrack } from './gait-fixture';

const rowsOf = (csv: string) => parse<Record<string, string>>(csv, { columns: true });

describe('tables', () => {
  const analysis = analyze(hiddenBetween(phantomTrack({ duration_s: 10, camera: 'following' }).track, 4, 5));
  const { events, cycles, curves, angles, parameters } = analysis;

  it('events.csv has the columns that the design fixes, and every event', () => {
    const csv = eventsCsv(events);
    expect(csv.split('\n')[0]).toBe('time_s,side,event,confidence,origin,found_at_s');
    expect(rowsOf(csv).map(({ time_s: time }) => Number(time))).toEqual(
      events.map(({ timeS }) => Number(timeS.toFixed(4))),
    );
  });

  it('cycles.csv lists every cycle, kept or left out and why', () => {
    const rows = rowsOf(cyclesCsv(cycles));
    expect(rows).toHaveLength(cycles.length);
    for (const [k, row] of rows.entries()) {
      expect(row).toMatchObject({
        cycle: String(k + 1),
        side: cycles[k]!.side,
        kept: String(cycles[k]!.kept),
      });
      expect(row.reason === '').toBe(cycles[k]!.kept);
    }
  });

  it('curves.csv has 101 rows a curve, numbered like cycles.csv', () => {
    const rows = rowsOf([...curvesCsv(curves)].join(''));
    expect(rows).toHaveLength(101 * curves.length);
    const numbers = new Set(rows.map(({ cycle }) => Number(cycle)));
    for (const number of numbers) expect(cycles[number - 1]?.kept).toBe(true);
  });

  it('angles.csv has a row a frame, blank where nothing is seen', () => {
    const rows = rowsOf([...anglesCsv(angles)].join(''));
    expect(rows).toHaveLength(angles.timeS.length);
    expect(Object.keys(rows[0]!)).toEqual([
      'time_s',
      'hip_left_deg',
      'knee_left_deg',
      'ankle_left_deg',
      'trunk_left_deg',
      'foot_left_deg',
      'hip_right_deg',
      'knee_right_deg',
      'ankle_right_deg',
      'trunk_right_deg',
      'foot_right_deg',
    ]);
    expect(rows[135]).toMatchObject({ knee_left_deg: '' });
    expect(Number(rows[60]!.knee_left_deg)).toBeCloseTo(angles.left.knee[60]!, 3);
  });

  it('study.csv is one long table with each walk’s subject and condition', () => {
    const walk = (id: string): Walk => ({
      id,
      source: 'video',
      path: `/videos/${id}.mp4`,
      subject: 'S01, "Anna"',
      condition: 'barefoot',
      affectedSide: 'left',
    });
    const rows = rowsOf(
      studyCsv([
        { walk: walk('one'), parameters },
        { walk: walk('two'), parameters: null },
      ]),
    );
    const find = (id: string, parameter: string, side: string) =>
      rows.find((row) => row.id === id && row.parameter === parameter && row.side === side);
    expect(find('one', 'stride_time', 'left')).toMatchObject({
      subject: 'S01, "Anna"',
      session: '',
      condition: 'barefoot',
      affected_side: 'left',
      unit: 's',
      n: String(parameters.stride_time_s.left.n),
    });
    expect(Number(find('one', 'stride_time', 'left')?.mean)).toBeCloseTo(
      parameters.stride_time_s.left.mean!,
      4,
    );
    expect(Number(find('one', 'double_support', 'total')?.mean)).toBeCloseTo(
      parameters.double_support_percent.total.mean!,
      4,
    );
    expect(find('one', 'symmetry_index_step_time', 'both')).toBeDefined();
    expect(find('two', 'cadence', 'all')).toMatchObject({ mean: '', n: '0' });
  });
});
