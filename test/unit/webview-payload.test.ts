import { describe, expect, it } from 'vitest';
import type { LiveRunOutput, RunOutput, StudyOutput } from '../../src/shared/cell-output';
import { parsePayload } from '../../src/webview/payload/parse';
import { pictureUrl } from '../../src/webview/payload/picture';
import { runOutput, studyOutput } from './webview-fixture';

const jpeg = { mime: 'image/jpeg', base64: '/9j/4AAQSkZJRg==' } as const;
const withStrip = (picture: unknown): unknown => ({
  ...studyOutput(),
  rows: [{ ...studyOutput().rows[0], strip: { picture, widthPx: 512, heightPx: 72 } }],
});
const refusal = (value: unknown): string => {
  const parsed = parsePayload(value);
  return parsed.ok ? 'it is taken' : parsed.message;
};

describe('an output from a notebook’s file', () => {
  it('is taken as it was written', () => {
    const outputs: (RunOutput | StudyOutput | LiveRunOutput)[] = [
      runOutput(),
      studyOutput(),
      { kind: 'live-run', format: 1, runId: 'run-1', step: 'extract-pose' },
    ];
    for (const output of outputs) expect(parsePayload(output)).toEqual({ ok: true, payload: output });
  });

  it('may hold more than this version knows', () => {
    const parsed = parsePayload({ ...studyOutput(), colour: 'green' });
    expect(parsed).toMatchObject({ ok: true, payload: { colour: 'green' } });
  });

  it('is taken where nothing told its virtual memory', () => {
    const { record } = runOutput();
    const memory = { ...record.memory, vmsMb: null };
    const series = record.series.map((sample) => ({ ...sample, vmsMb: null }));
    expect(refusal({ ...runOutput(), record: { ...record, memory, series } })).toBe('it is taken');
  });

  it('is taken where its settings are those of another version', () => {
    const { record } = runOutput();
    const other = { settings: { speed: 'very' }, sources: { speed: 'profile fast' } };
    expect(parsePayload({ ...runOutput(), record: { ...record, settings: other } }).ok).toBe(true);
  });

  it.each([
    ['of another format', { ...runOutput(), format: 2 }, 'format'],
    ['of a kind that is not known', { ...runOutput(), kind: 'toString' }, 'kind'],
    [
      'with words for a figure',
      { ...runOutput(), record: { ...runOutput().record, seconds: '<b>1</b>' } },
      'record.seconds',
    ],
    ['with a list for the settings', { ...runOutput(), ran: { step: [], inputs: {} } }, 'ran.step'],
    ['without a walk’s id', { ...studyOutput(), rows: [{ file: 'walk.mp4' }] }, 'rows.0.id'],
  ])('is refused in words where it is %s', (_, value, where) => {
    expect(refusal(value)).toContain('made by another version');
    expect(refusal(value)).toContain(`“${where}”`);
    expect(refusal(value)).toContain('Run the cell again');
  });

  it.each([null, 3, 'kind', [], {}])('is refused in words where it is only %j', (value) => {
    expect(refusal(value)).toContain('Run the cell again');
  });
});

describe('a picture from a notebook’s file', () => {
  it('is shown from the file itself', () => {
    expect(parsePayload(withStrip(jpeg)).ok).toBe(true);
    expect(pictureUrl(jpeg)).toBe('data:image/jpeg;base64,/9j/4AAQSkZJRg==');
  });

  it.each([
    ['a drawing that could hold script', { mime: 'image/svg+xml', base64: 'PHN2Zz48L3N2Zz4=' }],
    ['a drawing that calls itself a photograph', { mime: 'image/jpeg', base64: 'PHN2Zz48L3N2Zz4=' }],
    ['an address', { mime: 'image/png', base64: 'https://example.com/x.png' }],
    ['bytes with an address behind them', { mime: 'image/jpeg', base64: '/9j/4AAQ" onerror="alert(1)' }],
  ])('is refused where it is %s', (_, picture) => {
    expect(refusal(withStrip(picture))).toContain('Run the cell again');
  });
});
