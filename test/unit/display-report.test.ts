import { beforeAll, describe, expect, it } from 'vitest';
import { buildGaitBundle, buildPoseBundle } from '../../src/kernel/display/bundles';
import { renderHtmlReport, type ReportWalk } from '../../src/kernel/display/html-report';
import { figureSentence } from '../../src/shared/advice-figure';
import { duration, figure, percentOf } from '../../src/shared/numbers';
import { renderSvg } from '../../src/kernel/display/svg';
import { buildPerformanceReport } from '../../src/kernel/performance/report';
import type { AppliedEdit, GaitAnalysis } from '../../src/shared/results';
import type { RunRecord } from '../../src/shared/run-record';
import { filmstrip, gaitAnalysis, seenLegs, runRecord, walk } from './display-fixture';
import { expectWellFormed } from './display-well-formed';

const jpeg = Buffer.from('stands for a picture');

function reportWalk(
  id: string,
  change: Partial<ReportWalk> = {},
  analysis: GaitAnalysis = gaitAnalysis(6),
): ReportWalk {
  return {
    walk: walk(id),
    pose: { ...buildPoseBundle(seenLegs(6, [20]), filmstrip(), []), filmstripJpeg: jpeg },
    gait: buildGaitBundle(analysis),
    warnings: [],
    fromStore: false,
    ...change,
  };
}

const computed = [{ id: 'walk-1', fromStore: false, frames: 180, seconds: 12, notes: [] }];

function render(
  study: readonly ReportWalk[],
  records: readonly RunRecord[] = [runRecord(computed)],
): Promise<string> {
  const performance = buildPerformanceReport(records);
  return renderHtmlReport({ title: 'Gait report', study, performance, records, renderChart: renderSvg });
}

/** Text of every row of the table whose caption holds `caption`, cell by cell. */
function table(html: string, caption: string): string[][] {
  const found = [...html.matchAll(/<table[^>]*>(.*?)<\/table>/gs)].find(([, body]) =>
    textOf(/<caption>(.*?)<\/caption>/s.exec(body!)?.[1] ?? '').includes(caption),
  );
  if (!found) throw new Error(`There is no table about ${caption}.`);
  return [...found[1]!.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => textOf(cell!)),
  );
}

const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();

const rowOf = (rows: readonly string[][], name: string): string[] | undefined =>
  rows.find(([first]) => first === name);

/** The page that most tests read: one walk, from a video. */
let page: string;
beforeAll(async () => {
  page = await render([reportWalk('walk-1')]);
});

describe('the report of one walk', () => {
  it('is one well-formed page that asks for nothing from outside and runs no script', () => {
    expectWellFormed(page);
    expect(page).toContain('default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;');
    expect(page).not.toMatch(/<(?:script|link|iframe|object|embed|form|base)\b/i);
    expect(page).not.toMatch(/\bon[a-z]+="/i);
    expect(page).not.toMatch(/@import|url\(/);
    const targets = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !/^(?:#|data:image\/jpeg;base64,)/.test(target))).toEqual([]);
    const addresses = [...page.matchAll(/https?:\/\/[^"\s<]*/g)].map(([address]) => address);
    expect([...new Set(addresses)].filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual(
      [],
    );
  });

  it('gives the parameters as they were measured, left apart from right', () => {
    const rows = table(page, 'Parameters of walk-1');
    expect(rowOf(rows, 'Stride time')).toEqual([
      'Stride time',
      's',
      '1.100 ± 0.021 3',
      '1.102 ± 0.023 3',
      '1.101 ± 0.022 6',
      '−0.2 %',
    ]);
    expect(rowOf(rows, 'Stance')?.slice(2, 4)).toEqual(['61.5 ± 0.0 3', '62.4 ± 0.0 3']);
    expect(rowOf(rows, 'Double support')?.slice(2, 5)).toEqual([
      '11.9 ± 0.4 3',
      '12.2 ± 0.5 3',
      '24.1 ± 0.8 in all, 3',
    ]);
  });

  it('shows a dash and says why where a value is missing', () => {
    const stride = rowOf(table(page, 'Parameters of walk-1'), 'Stride length');
    expect(stride?.[2]).toMatch(/^– \(no scale: .*height of the subject/);
    expect(textOf(page)).toContain('– means: no scale: lengths and speed need the height of the subject');
  });

  it('says that there are no parameters where no cycle was kept', async () => {
    const analysis = gaitAnalysis(6);
    const html = await render([
      reportWalk('walk-1', {}, { ...analysis, events: [], cycles: [], curves: [] }),
    ]);
    expectWellFormed(html);
    expect(html).toContain('There are no parameters, for no cycle could be kept.');
    expect(html).toContain('No cycle: it takes two heel strikes of the same foot.');
  });

  it('lists every cycle with its use, or why it was left out', () => {
    const rows = table(page, 'One row a stride');
    expect(rows).toHaveLength(1 + gaitAnalysis(6).cycles.length);
    expect(rows[1]).toEqual([
      'left',
      '0.200',
      '1.300',
      '1.100',
      '0.550',
      '62.0',
      '38.0',
      '12.0',
      expect.stringMatching(/^–/),
      'left out: first cycle of the pass',
    ]);
    expect(rows.at(-1)?.at(-1)).toBe('kept');
  });

  it('says that heads are blurred, or why they are not', async () => {
    expect(page).toContain('Heads and surroundings are blurred');
    const item = reportWalk('walk-1');
    const sharp = { ...item, pose: { ...item.pose!, filmstrip: { ...filmstrip(), blurred: false } } };
    expect(await render([sharp])).toContain(
      'not blurred: the walker is a phantom, which is nobody, or blur_faces is off',
    );
  });

  it('names its methods, and says what a phantom does and does not show', () => {
    const text = textOf(page);
    expect(text).toContain('Zeni, Richards and Higginson (2008');
    expect(text).toContain('effective order 4, effective −3 dB point 6 Hz');
    expect(text).toContain('does not validate the figures on people');
    expect(text).toContain('Flexion and dorsiflexion are positive; a straight knee is 0°.');
  });

  it('comes from another tool’s landmarks as well', async () => {
    const landmarks = { ...walk('marker'), source: 'landmarks' as const, path: '/data/marker.trc' };
    const html = await render([reportWalk('marker', { walk: landmarks, pose: undefined })]);
    expectWellFormed(html);
    expect(html).toContain('another tool&#39;s landmarks');
    expect(html).not.toContain('MediaPipe’s Pose Landmarker');
  });
});

describe('what the report says of a walk beside its parameters', () => {
  const analysis = gaitAnalysis(6);
  const { parameters } = analysis;
  const withQuality = (quality: Partial<typeof parameters.quality>): GaitAnalysis => ({
    ...analysis,
    parameters: { ...parameters, quality: { ...parameters.quality, ...quality } },
  });

  it('is whose it is, in the summary and above the affected side', async () => {
    const known = {
      ...walk('a'),
      subject: 'S01',
      condition: 'barefoot',
      affectedSide: 'left',
      aid: 'cane',
    } as const;
    const html = await render([reportWalk('a', { walk: known })]);
    expect(table(html, 'Means over all kept cycles')[1]![0]).toBe('aS01 · barefoot · affected left · cane');
    expect(textOf(html)).toContain('subject S01 · condition barefoot · affected side left · aid cane · ');
    expect(table(html, 'Parameters of a')[0]!.slice(2, 4)).toEqual(['Leftaffected', 'Rightunaffected']);
  });

  it('is how it was measured: method, camera, floor, scale and direction', async () => {
    const html = await render([
      reportWalk(
        'a',
        {},
        withQuality({
          view: { deg: -12, from: 'the breadth of the shoulders', corrected: true },
          floor_deg: -1.25,
          scale: { metres_per_pixel: 0.00412, from: 'two points on the floor' },
        }),
      ),
    ]);
    const rows = table(html, 'How a was measured');
    expect(rowOf(rows, 'Events')![1]).toBe('zeni: Zeni et al. 2008');
    expect(rowOf(rows, 'Camera')![1]).toBe(
      '12° off the side view, the walker seen more from the back (the breadth of the shoulders); angles and lengths are corrected for it',
    );
    expect(rowOf(rows, 'Floor')![1]).toContain('slopes by −1.3°');
    expect(rowOf(rows, 'Lengths')![1]).toBe('from two points on the floor; 0.00412 m a pixel');
    expect(rowOf(rows, 'Walking')![1]).toBe('direction right');
    const plain = table(page, 'How walk-1 was measured');
    expect(rowOf(plain, 'Camera')![1]).toContain('not known');
    expect(rowOf(plain, 'Lengths')![1]).toBe('no scale, so none are stated in metres');
  });

  it('is every pass with what was kept of it, and which pass a cycle belongs to', async () => {
    const pass = { from_s: 0.1, to_s: 2.5, direction: 'right', cycles: 4, kept_cycles: 3 } as const;
    const html = await render([
      reportWalk(
        'a',
        {},
        withQuality({ passes: [pass, { ...pass, from_s: 3, to_s: 6, direction: 'left' }] }),
      ),
    ]);
    expect(table(html, 'Passes of a').slice(1)).toEqual([
      ['1', '0.10', '2.50', 'right', '3 of 4'],
      ['2', '3.00', '6.00', 'left', '3 of 4'],
    ]);
    expect(table(html, 'One row a stride')[0]![0]).toBe('Pass');
    expect(table(html, 'One row a stride')[1]![0]).toBe('1');
  });

  it('is why cycles were left out, counted', () => {
    expect(textOf(page)).toContain('7 cycles kept, 2 left out: 2 × first cycle of the pass.');
  });

  it('counts the cycles of each joint, and calls one cycle no mean', async () => {
    const hidden = analysis.curves.filter((curve) => curve.joint === 'knee' && curve.side === 'right');
    const curves = analysis.curves.filter((curve) => !hidden.slice(1).includes(curve));
    const html = await render([reportWalk('a', {}, { ...analysis, curves })]);
    const n = hidden.length;
    expect(n).toBeGreaterThan(1);
    expect(textOf(html)).toMatch(new RegExp(`Cycles, left / right: hip \\d+ / ${n}, knee \\d+ / 1, ankle`));
    expect(textOf(html)).toContain('Where it is one, its own curve is drawn: it is no mean.');
    expect(textOf(page)).not.toContain('it is no mean');
  });

  it('is what healthy adults show, with whose figures they are', async () => {
    const normative = {
      stance_percent: { mean: 62, sd: 2, source: 'typical of Somebody 1999' },
      double_support_percent: { mean: 12, sd: 2, source: 'typical of Somebody 1999' },
      total_double_support_percent: { mean: 24, sd: 4, source: 'typical of Somebody 1999' },
    };
    const html = await render([
      reportWalk('a', {}, { ...analysis, parameters: { ...parameters, normative } }),
    ]);
    const rows = table(html, 'Parameters of a');
    expect(rowOf(rows, 'Stance')!.at(-1)).toBe('62 ± 2');
    expect(rowOf(rows, 'Double support')!.at(-1)).toBe('12 ± 2; in all 24 ± 4');
    expect(rowOf(rows, 'Stride time')!.at(-1)).toBe('');
    expect(textOf(html)).toContain('stance, double support, total double support: typical of Somebody 1999.');
    expect(textOf(html)).toContain('Grey: healthy adults');
    expect(textOf(html)).toContain('knee curve: typical of Winter 1991');
    expect(rowOf(table(page, 'Parameters of walk-1'), 'Stance')).toHaveLength(6);
    expect(textOf(page)).not.toContain('ealthy adults');
  });

  it('is the peaks and the range of motion of its joints', async () => {
    const of = (mean: number) => ({ mean, sd: 1.5, n: 4 });
    const summary = {
      maximum_deg: of(61.2),
      maximum_at_percent: of(72),
      minimum_deg: of(2.4),
      minimum_at_percent: of(38),
      range_of_motion_deg: of(58.8),
    };
    const none = { mean: null, sd: null, n: 0 };
    const unseen = {
      maximum_deg: none,
      maximum_at_percent: none,
      minimum_deg: none,
      minimum_at_percent: none,
      range_of_motion_deg: none,
    };
    const joint_angles_deg = { knee: { left: summary, right: unseen } };
    const html = await render([
      reportWalk('a', {}, { ...analysis, parameters: { ...parameters, joint_angles_deg } }),
    ]);
    expect(table(html, 'Joint angles of a over').slice(1)).toEqual([
      ['knee', 'left', '61.2 ± 1.5', '72 ± 2', '2.4 ± 1.5', '38 ± 2', '58.8 ± 1.5 4'],
    ]);
  });

  it('is what a person corrected, by whom, when and why', async () => {
    const base = {
      author: 'A. <b>Rater</b>',
      at: '2026-03-01T10:20:30.123Z',
      reason: 'scuff',
      changedEvents: 1,
    };
    const edits: AppliedEdit[] = [
      {
        ...base,
        edit: 'move',
        timeS: 1.3,
        toS: 1.35,
        side: 'left',
        event: 'heel_strike',
        beforeS: 1.3,
        afterS: 1.35,
      },
      {
        ...base,
        edit: 'delete',
        timeS: 2,
        toS: null,
        side: 'right',
        event: 'toe_off',
        beforeS: 2.01,
        afterS: null,
      },
      {
        ...base,
        edit: 'swap_legs',
        timeS: 3,
        toS: 4.5,
        side: null,
        event: null,
        beforeS: null,
        afterS: null,
        changedEvents: 5,
      },
    ];
    const html = await render([reportWalk('a', { gait: buildGaitBundle(analysis, edits) })]);
    expectWellFormed(html);
    expect(table(html, 'Corrections of the events of a').slice(1)).toEqual([
      ['moved', 'left heel strike', '1.300', '1.350', 'A. <b>Rater</b>', '2026-03-01 10:20 UTC', 'scuff'],
      ['deleted', 'right toe-off', '2.010', '–', 'A. <b>Rater</b>', '2026-03-01 10:20 UTC', 'scuff'],
      [
        'legs exchanged',
        '3.00 to 4.50 s, 5 events',
        '–',
        '–',
        'A. <b>Rater</b>',
        '2026-03-01 10:20 UTC',
        'scuff',
      ],
    ]);
    expect(textOf(html)).toContain('Events set by hand are drawn thick');
    expect(textOf(page)).not.toContain('Corrections by hand');
  });
});

describe('the report of a study', () => {
  const nasty = '<img src=x onerror="alert(1)">&"\u0007\'';

  it('shows names that look like HTML as they are', async () => {
    const item = reportWalk(nasty);
    const html = await render([
      {
        ...item,
        walk: { ...walk(nasty), subject: nasty, condition: nasty, path: `/videos/${nasty}.mp4` },
        warnings: [`Odd file ${nasty}`],
      },
      reportWalk('other'),
    ]);
    expectWellFormed(html);
    expect(html).not.toContain('<img');
    const names = table(html, 'Means over all kept cycles').map(([name]) => name);
    expect(names.some((name) => name!.startsWith(nasty.replace('\u0007', '\ufffd')))).toBe(true);
  });

  it('puts every walk at a glance first, and what failed with its error and what to do', async () => {
    const failed: ReportWalk = {
      walk: walk('broken'),
      error: { message: 'broken.mp4 is empty (0 bytes).', hint: 'Copy it again.' },
      warnings: [],
      fromStore: false,
    };
    const html = await render([reportWalk('walk-1'), failed]);
    expectWellFormed(html);
    const rows = table(html, 'Means over all kept cycles');
    expect(rows[1]).toEqual([
      'walk-1',
      '109.1',
      expect.stringMatching(/^–/),
      '1.10 / 1.10',
      '61.5 / 62.4',
      '24.1',
      '−1.8',
      '98.7 %',
      '7 of 9',
    ]);
    expect(rows[2]).toEqual(['broken', 'broken.mp4 is empty (0 bytes).']);
    expect(html).toContain('1 could not be analysed');
    expect(html).toContain('<strong>broken.mp4 is empty (0 bytes).</strong> Copy it again.');
  });

  it('says what several walks have in common once, with their names', async () => {
    const html = await render([reportWalk('a'), reportWalk('b', { warnings: ['Frames were lost.'] })]);
    const notes = /<h3>What to keep in mind<\/h3>(.*?)<\/ul>/s.exec(html)![1]!;
    const items = [...notes.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => textOf(item!));
    expect(items).toContain('Frames were lost. (b)');
    expect(items.filter((item) => item.startsWith('3 cycles a side'))).toEqual([
      '3 cycles a side are too few for a spread. (every walk)',
    ]);
  });

  it('keeps a large study’s pictures within bounds and says which are left out', async () => {
    const large = Buffer.alloc(3_000_000, 7);
    const study = ['a', 'b', 'c'].map((id) => {
      const item = reportWalk(id);
      return { ...item, pose: { ...item.pose!, filmstripJpeg: large } };
    });
    const html = await render(study);
    expect([...html.matchAll(/href="data:image\/jpeg/g)]).toHaveLength(2);
    expect([...html.matchAll(/The pictures themselves are left out here/g)]).toHaveLength(1);
    expect(html.length).toBeLessThan(9_000_000);
  });
});

describe('the part about performance', () => {
  it('shows profile, time, memory against the limit, and where settings come from', () => {
    const text = textOf(page);
    expect(text).toContain('limit 1024 MB');
    expect(text).toContain('peak 412 MB');
    expect(text).toContain('412 of 1024 MB');
    expect(rowOf(table(page, 'Settings that are not at their defaults'), 'max_memory_mb')).toEqual([
      'max_memory_mb',
      '1024',
      '--max-memory',
    ]);
    expect(rowOf(table(page, 'Settings that are not'), 'mediapipe.model_complexity')?.at(-1)).toBe(
      'profile fast',
    );
    expect(rowOf(table(page, 'The steps that led here'), 'extract-pose')).toEqual([
      'extract-pose',
      '12.0 s',
      '412 of 1024',
      '0 of 1',
      '17.0',
      '2',
      'cores',
      'done',
    ]);
  });

  it('gives each piece of advice with its figure and the change of settings', async () => {
    const memory = { peakRssMb: 1010, rssMb: 900, vmsMb: 2400, limitMb: 1024 };
    const records = [runRecord(computed, { memory })];
    const [piece] = buildPerformanceReport(records).optimization_recommendations;
    const text = textOf(await render([reportWalk('walk-1')], records));
    expect(piece).toBeDefined();
    expect(text).toContain(piece!.text);
    expect(text).toContain(piece!.effect);
    expect(text).toContain(figureSentence(piece!.figure));
    for (const key of Object.keys(piece!.settings)) expect(text).toContain(`"${key}"`);
  });

  it('draws no chart of a run in which everything came from the store', async () => {
    const stored = computed.map((item) => ({ ...item, fromStore: true }));
    const html = await render(
      [reportWalk('walk-1', { fromStore: true })],
      [runRecord(stored, { seconds: 0.2, stages: {} })],
    );
    expect(html).not.toContain('Memory and CPU over time');
    expect(rowOf(table(html, 'The steps that led here'), 'extract-pose')?.[3]).toBe('1 of 1');
  });

  it('draws the memory of every step against its own limit, and says where they differ', async () => {
    const memory = { peakRssMb: 300, rssMb: 300, vmsMb: 2400, limitMb: 512 };
    const later = runRecord([], { step: 'detect-events', startedAt: '2026-01-31T14:06:09.000Z', memory });
    const html = await render([reportWalk('walk-1')], [runRecord(computed), later]);
    const text = textOf(html);
    expect(text).toContain(
      'against the limit of each step: 512 MB for detect-events; 1024 MB for extract-pose',
    );
    expect(text).toContain('Peak memory nearest to its limit');
    expect(text).toContain('limit 1024 MB');
    expect(text).toContain('limit 512 MB');
    expect(rowOf(table(html, 'The steps that led here'), 'detect-events')?.[2]).toBe('300 of 512');
    expect(textOf(page)).toContain('all processes together against the limit, and their CPU');
  });

  it('draws limits that only drifted as one, as a share of the free memory does from step to step', async () => {
    const run = (limitMb: number, change: Partial<RunRecord> = {}): RunRecord =>
      runRecord(computed, { memory: { peakRssMb: 412, rssMb: 380, vmsMb: 2400, limitMb }, ...change });
    const later = run(16_292, { step: 'detect-events', startedAt: '2026-01-31T14:05:21.000Z' });
    const html = await render([reportWalk('walk-1')], [run(16_502), later]);
    const text = textOf(html);
    expect(text).toContain('against the limit of each step, 16292–16502 MB, and their CPU');
    expect([...text.matchAll(/limit 16292–16502 MB/g)]).toHaveLength(1);
    expect(text).not.toContain('nearest to its limit');
  });

  it('says nothing of memory where the system does not tell', async () => {
    const untold = { memory: { peakRssMb: 0, rssMb: 0, vmsMb: 0, limitMb: 1024 } };
    const html = await render([reportWalk('walk-1')], [runRecord(computed, { ...untold, series: [] })]);
    expect(rowOf(table(html, 'The steps that led here'), 'extract-pose')?.[2]).toBe('–');
    expect(textOf(html)).toContain('Peak memory– ');
    expect(textOf(html)).not.toContain('0 of 1024');
  });

  it('leaves pauses between steps out of the picture of memory, also between two of one kind', async () => {
    const later = ['detect-events', 'detect-events'].map((step, at) =>
      runRecord([], { step, startedAt: `2026-01-31T${18 + at}:05:09.000Z` }),
    );
    const html = await render([reportWalk('walk-1')], [runRecord(computed), ...later]);
    const chart = /aria-label="Memory and CPU over time">(.*?)<\/svg>/s.exec(html)![1]!;
    const ticks = [...chart.matchAll(/<text[^>]*>([\d.,]+)<\/text>/g)].map(([, tick]) =>
      Number(tick!.replace(',', '')),
    );
    expect(ticks).toContain(30);
    expect(Math.max(...ticks)).toBeLessThan(2000);
  });
});

describe('numbers in words', () => {
  it('have a true minus, no negative zero, and a dash where there is none', () => {
    expect([figure(-1.26, 1), figure(-0.001, 1), figure(null, 1), figure(NaN, 1)]).toEqual([
      '−1.3',
      '0.0',
      '–',
      '–',
    ]);
  });

  it('say shares without claiming more than there is', () => {
    expect([1, 0.9999, 0.987, 0.0001, 0].map(percentOf)).toEqual([
      '100 %',
      '> 99.9 %',
      '98.7 %',
      '< 0.1 %',
      '0 %',
    ]);
  });

  it('say lengths of time as people do', () => {
    expect([0.42, 12.34, 59.99, 185, 3725].map(duration)).toEqual([
      '0.42 s',
      '12.3 s',
      '1 min 00 s',
      '3 min 05 s',
      '1 h 02 min',
    ]);
  });
});
