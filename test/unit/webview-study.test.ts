import { describe, expect, it } from 'vitest';
import {
  durationWords,
  metadataKeys,
  metadataTitle,
  rateWords,
  sizeWords,
  studyWords,
} from '../../src/webview/study/study-words';
import { studyOutput, studyRow } from './webview-fixture';

describe('the walks of a study', () => {
  it('are summed up in a line', () => {
    const rows = [
      studyRow('a', { durationS: 100, warnings: ['The frame rate varies.'] }),
      studyRow('b', { durationS: 85 }),
      studyRow('c', { durationS: null, error: { message: 'It cannot be opened.' } }),
    ];
    expect(studyWords(studyOutput({ rows }))).toBe(
      '3 walks · 3 min 05 s · 1 with an error · 1 with warnings',
    );
  });

  it('count those that are not shown', () => {
    expect(studyWords(studyOutput({ more: 40 }))).toBe('41 walks · 4.20 s in those shown');
  });

  it('show size and rate as they are written of videos, and a dash where they are not known', () => {
    const known = studyRow('a', { fps: 29.970_03 });
    expect([durationWords(known), sizeWords(known), rateWords(known)]).toEqual([
      '4.20 s',
      '1920 × 1080',
      '29.97',
    ]);
    expect(rateWords(studyRow('a', { fps: 25 }))).toBe('25');
    const unknown = studyRow('b', { durationS: null, widthPx: null, heightPx: null, fps: null });
    expect([durationWords(unknown), sizeWords(unknown), rateWords(unknown)]).toEqual(['–', '–', '–']);
  });

  it('have a column for whatever is known of any of them', () => {
    const rows = [
      studyRow('a', { metadata: { subject: 'S1' } }),
      studyRow('b', { metadata: { subject: 'S2', height_m: '1.78' } }),
    ];
    expect(metadataKeys(rows)).toEqual(['subject', 'height_m']);
  });

  it.each([
    ['subject', 'Subject'],
    ['affected_side', 'Affected side'],
    ['height_m', 'Height (m)'],
    ['belt_speed_m_s', 'Belt speed (m/s)'],
    ['view_deg', 'View (°)'],
    ['', ''],
  ])('call the column of %s "%s"', (key, title) => {
    expect(metadataTitle(key)).toBe(title);
  });
});
