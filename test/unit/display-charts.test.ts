import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { buildGaitBundle, buildPoseBundle } from '../../src/kernel/display/bundles';
import {
  alarm,
  lightTheme,
  sideColours,
  type ChartLook,
  type ChartTheme,
} from '../../src/shared/charts/chart-theme';
import { chartRenderer } from '../../src/kernel/display/chart-store';
import { jointAngleChart } from '../../src/shared/charts/joint-chart';
import { cycleChart } from '../../src/shared/charts/cycle-chart';
import { detectionChart } from '../../src/shared/charts/detection-chart';
import { memoryChart, stageChart, withinLimit } from '../../src/shared/charts/performance-charts';
import { skeletonSvg } from '../../src/kernel/display/skeleton';
import { renderSvg } from '../../src/kernel/display/svg';
import { openStore } from '../../src/kernel/store/store';
import type { Filmstrip, GaitBundle } from '../../src/shared/display';
import { jointNames, type AppliedEdit } from '../../src/shared/results';
import { filmstrip, gaitAnalysis, seenLegs, runRecord } from './display-fixture';
import { expectWellFormed } from './display-well-formed';

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
/** Straight lines of one look, several of which may stand in one path. */
const lines = (svg: string, look: string): number =>
  [...svg.matchAll(new RegExp(`<path d="((?:M[-\\d.]+,[-\\d.]+[vh][-\\d.]+)+)"[^>]*${look}`, 'g'))].reduce(
    (sum, [, path]) => sum + count(path!, /M/g),
    0,
  );
/** Samples of a run that was held to a limit. */
const within = (limitMb: number) => withinLimit(runRecord([]).series, limitMb);
const rules = (svg: string, colour: string, dash: string): number =>
  lines(svg, `stroke="${colour}"[^>]*stroke-dasharray="${dash}"`);

describe('joint angles over time', () => {
  const bundle = buildGaitBundle(gaitAnalysis(6));
  const eventsOf = (event: string, side: string): number =>
    bundle.events.filter((found) => found.event === event && found.side === side).length;

  it('marks every heel strike with a solid rule and every toe-off with a dotted one, in the panel of every joint', async () => {
    const svg = await renderSvg(jointAngleChart(bundle));
    expectWellFormed(svg);
    expect(rules(svg, sideColours.left, '1,0')).toBe(jointNames.length * eventsOf('heel_strike', 'left'));
    expect(rules(svg, sideColours.right, '1,0')).toBe(jointNames.length * eventsOf('heel_strike', 'right'));
    expect(rules(svg, sideColours.left, '1,3')).toBe(jointNames.length * eventsOf('toe_off', 'left'));
    expect(rules(svg, sideColours.right, '1,3')).toBe(jointNames.length * eventsOf('toe_off', 'right'));
  });

  it('names its units, and tells left from right by dash as well as by colour', async () => {
    const svg = await renderSvg(jointAngleChart(bundle));
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['Hip (°)', 'Knee (°)', 'Ankle (°)', 'Time (s)', 'left', 'right']),
    );
    expect(
      count(svg, new RegExp(`<path[^>]*stroke="${sideColours.right}"[^>]*stroke-dasharray="6,3"`, 'g')),
    ).toBeGreaterThanOrEqual(3);
    expect(svg).not.toMatch(new RegExp(`stroke="${sideColours.left}"[^>]*stroke-dasharray="6,3"`));
  });

  it('draws a bar for every stance, also for those cut off by the ends of the recording', async () => {
    const svg = await renderSvg(jointAngleChart(bundle));
    const bars = count(svg, /<path d="[^"]*" fill="#(?:0072b2|d55e00)"\/>/g);
    expect(bars).toBe(eventsOf('heel_strike', 'left') + eventsOf('heel_strike', 'right'));
  });

  it('shows events that a person set thick, and every correction above', async () => {
    const by = { author: 'A', at: '2026-03-01', reason: 'b', changedEvents: 1, toS: null };
    const event = { side: 'left', event: 'heel_strike' } as const;
    const edits: AppliedEdit[] = [
      { ...by, ...event, edit: 'add', timeS: 1.3, beforeS: null, afterS: 1.3 },
      { ...by, ...event, edit: 'move', timeS: 2.4, toS: 2.5, beforeS: 2.4, afterS: 2.5 },
      { ...by, ...event, edit: 'delete', timeS: 3.5, beforeS: 3.5, afterS: null },
      { ...by, side: null, event: null, edit: 'swap_legs', timeS: 4, toS: 5, beforeS: null, afterS: null },
    ];
    const analysis = gaitAnalysis(6);
    const events = analysis.events.map((found, k) =>
      k === 2 ? { ...found, origin: 'added' as const } : found,
    );
    const svg = await renderSvg(jointAngleChart(buildGaitBundle({ ...analysis, events }, edits)));
    expectWellFormed(svg);
    expect(texts(svg)).toEqual(expect.arrayContaining(['+', '◆', '×']));
    expect(lines(svg, 'stroke-width="3"')).toBe(jointNames.length);
    expect(count(svg, /opacity="0.6"/g)).toBe(1);
    expect(texts(await renderSvg(jointAngleChart(bundle)))).not.toContain('+');
  });

  it('breaks a curve at a gap', async () => {
    const svg = await renderSvg(jointAngleChart(bundle));
    const broken = [...svg.matchAll(/<path d="([^"]*)" stroke="#d55e00"[^>]*stroke-dasharray="6,3"/g)].filter(
      ([, path]) => count(path!, /M/g) === 2,
    );
    expect(broken).toHaveLength(1);
  });

  it('shows the excerpt of a long recording with only its events', async () => {
    const long = buildGaitBundle(gaitAnalysis(200));
    const { startS, endS } = long.excerpt!;
    const shown = long.events.filter(
      ({ timeS, event, side }) =>
        timeS >= startS && timeS <= endS && event === 'heel_strike' && side === 'left',
    );
    expect(rules(await renderSvg(jointAngleChart(long)), sideColours.left, '1,0')).toBe(
      jointNames.length * shown.length,
    );
  });

  it('draws a walk in which nothing was found', async () => {
    const analysis = gaitAnalysis(6);
    const empty = buildGaitBundle({ ...analysis, events: [], cycles: [], curves: [] });
    expectWellFormed(await renderSvg(jointAngleChart(empty)));
    expectWellFormed(await renderSvg(cycleChart(empty)));
  });
});

describe('other charts', () => {
  it('show the mean cycle of each side with its band and toe-off, a panel for every joint', async () => {
    const svg = await renderSvg(cycleChart(buildGaitBundle(gaitAnalysis(6))));
    expectWellFormed(svg);
    expect(count(svg, /<path[^>]*fill="#0072b2"[^>]*opacity="0.18"/g)).toBe(jointNames.length);
    expect(rules(svg, sideColours.left, '1,3')).toBe(jointNames.length);
    expect(texts(svg)).toContain('Gait cycle (%)');
  });

  it('show what healthy adults do behind hip, knee and ankle, where norms hold for the walker', async () => {
    const analysis = gaitAnalysis(6);
    const normative = { stance_percent: { mean: 62, sd: 2, source: 'somebody' } };
    const known = { ...analysis, parameters: { ...analysis.parameters, normative } };
    const bands = async (bundle: GaitBundle) =>
      count(await renderSvg(cycleChart(bundle)), /<path[^>]*fill="#6b7684"[^>]*opacity="0.2"/g);
    expect(await bands(buildGaitBundle(known))).toBe(3);
    expect(await bands(buildGaitBundle(analysis))).toBe(0);
  });

  it('show a bar for each stretch without a pose', async () => {
    const pose = buildPoseBundle(seenLegs(6, [20, 21, 22, 100]), null, []);
    const svg = await renderSvg(detectionChart(pose));
    expectWellFormed(svg);
    expect(count(svg, /opacity="0.35"/g)).toBe(2);
  });

  it('show memory against the limit, both named in MB', async () => {
    const svg = await renderSvg(memoryChart(within(1024)));
    expectWellFormed(svg);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['limit 1024 MB', 'peak 412 MB', 'Memory (MB)', 'CPU (%)']),
    );
    expect(lines(svg, `stroke="${alarm}"`)).toBe(1);
  });

  it('show every step against its own limit, each named once', async () => {
    const later = (limitMb: number, s: number) =>
      within(limitMb).map((sample) => ({ ...sample, timeS: sample.timeS + s }));
    const svg = await renderSvg(memoryChart([...within(1024), ...later(512, 12), ...later(1024, 24)]));
    expect(lines(svg, `stroke="${alarm}"`)).toBe(3);
    expect(
      texts(svg)
        .filter((text) => text.startsWith('limit'))
        .toSorted(),
    ).toEqual(['limit 1024 MB', 'limit 512 MB']);
  });

  it('have no place for the limit of a step of one sample, which has no length', async () => {
    const one = within(1024);
    const [sample] = one.slice(-1);
    const svg = await renderSvg(memoryChart([...one, { ...sample!, limitMb: 24_000 }]));
    expect(lines(svg, `stroke="${alarm}"`)).toBe(1);
    expect(texts(svg)).toContain('limit 1024 MB');
    expect(texts(svg).join()).not.toMatch(/24.?000/);
  });

  it('name no peak where the system does not tell memory', async () => {
    const untold = within(1024).map((sample) => ({ ...sample, rssMb: 0 }));
    const svg = await renderSvg(memoryChart(untold));
    expect(texts(svg).join()).not.toContain('peak');
    expect(texts(svg)).toContain('limit 1024 MB');
  });

  it('never add the memory of a step to that of the one before it, which ended where it began', async () => {
    const highestPx = (svg: string): number => {
      const [area] = /<path[^>]*opacity="0.35"[^>]*>/.exec(svg)!;
      return Math.min(...[...area.matchAll(/[\d.],([-\d.]+)/g)].map(([, y]) => Number(y)));
    };
    const one = within(1024);
    const endS = one.at(-1)!.timeS;
    const next = one.map((sample) => ({ ...sample, timeS: endS + sample.timeS }));
    const both = highestPx(await renderSvg(memoryChart([...one, ...next])));
    expect(both).toBe(highestPx(await renderSvg(memoryChart(one))));
  });

  it('show the stages by length and leave out those too short to read', async () => {
    const svg = await renderSvg(stageChart({ probe: 0.3, video_processing: 10.6, report: 0.001 }));
    const shown = texts(svg);
    expect(shown).toEqual(expect.arrayContaining(['10.6 s', '0.30 s']));
    expect(shown.indexOf('video processing')).toBeLessThan(shown.indexOf('probe'));
    expect(shown).not.toContain('report');
  });

  it('are drawn once and then come from the store', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'charts-'));
    try {
      const store = await openStore(folder);
      let writes = 0;
      const counting = {
        find: store.find.bind(store),
        write: (...parameters: Parameters<typeof store.write>) => {
          writes += 1;
          return store.write(...parameters);
        },
      };
      const draw = chartRenderer(counting);
      const spec = stageChart({ probe: 0.3 });
      const first = await draw(spec);
      expectWellFormed(first);
      expect(await draw(stageChart({ probe: 0.3 }))).toBe(first);
      expect(await draw(stageChart({ probe: 0.4 }))).not.toBe(first);
      expect(writes).toBe(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('load nothing, whatever their spec asks for', async () => {
    const spec = { data: { url: 'http://127.0.0.1:9/x.json' }, mark: 'point' as const, encoding: {} };
    await expect(renderSvg(spec)).rejects.toThrow(/load nothing from outside/);
    const file = { data: { url: 'package.json' }, mark: 'point' as const, encoding: {} };
    await expect(renderSvg(file)).rejects.toThrow(/load nothing from outside/);
  });
});

describe('skeleton pictures', () => {
  const options = { jpeg: Buffer.from('not really a picture'), maxTiles: 4, columns: 2, id: 'sheet-1' };

  it('hold the sheet once and show evenly spread tiles of it with the time of each', () => {
    const svg = skeletonSvg(filmstrip(13), options).text;
    expectWellFormed(svg);
    expect(count(svg, /href="data:image\/jpeg;base64,/g)).toBe(1);
    expect(count(svg, /<use href="#sheet-1"/g)).toBe(4);
    expect(texts(svg).filter((text) => text.includes('frame'))).toEqual([
      '0.00 s, frame 1',
      '1.33 s, frame 41',
      '2.67 s, frame 81',
      '4.00 s, frame 121',
    ]);
  });

  it('are cut to the walker, with the skeleton where it belongs on the picture', () => {
    const tile = (left: number, top: number): Filmstrip['tiles'][number] => ({
      frame: 0,
      timeS: 0,
      // A body 20 px wide and 40 px tall.
      landmarks: Array.from({ length: 33 }, (_, i) => [
        left + (i === 11 ? 20 : 0),
        top + (i === 28 ? 40 : 0),
        1,
      ]),
    });
    const strip = { ...filmstrip(), tiles: [tile(0, 50), tile(80, 34)] };
    const svg = skeletonSvg(strip, options).text;
    // Shown are 39 × 52 px of each tile (1.3 bodies, 3 : 4), 150 px wide: enlarged 3.85 times.
    const moved = [
      ...svg.matchAll(/<use href="#sheet-1" transform="scale\((.*?)\) translate\((.*?),(.*?)\)"/g),
    ];
    expect(moved.map((match) => match.slice(1).map(Number))).toEqual([
      [3.85, 0, -44],
      [3.85, -(192 + 90 - 19.5), -(54 - 26)],
    ]);
    const leftShoulder = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"[^>]*fill="#0072b2"/g)].map(
      (match) => match.slice(1).map(Number),
    );
    expect(leftShoulder[0]).toEqual([expect.closeTo(20 * 3.846, 1), expect.closeTo(6 * 3.846, 1)]);
    expect(leftShoulder[8]).toEqual([expect.closeTo(29.5 * 3.846, 1), expect.closeTo(6 * 3.846, 1)]);
  });

  it('say where no pose was found instead of drawing one', () => {
    const svg = skeletonSvg(filmstrip(2), options).text;
    expect(texts(svg)).toContain('no pose found');
    expect(count(svg, /<circle/g)).toBe(16);
  });

  it('stand without the pictures as well', () => {
    const svg = skeletonSvg(filmstrip(2), { ...options, jpeg: null }).text;
    expect(svg).not.toContain('href');
    expect(svg).toContain(sideColours.left);
  });
});

describe('a chart where it is shown', () => {
  const dark: ChartTheme = {
    ink: '#eeeeee',
    grid: '#333333',
    paper: '#101010',
    muted: '#999999',
    alarm: '#ff8080',
    sideColours: { left: '#55bbff', right: '#ffaa44' },
  };
  const bundle = buildGaitBundle(gaitAnalysis(6));
  const drawn = (look: ChartLook): TopLevelSpec[] => [
    jointAngleChart(bundle, look),
    cycleChart(bundle, look),
    detectionChart(buildPoseBundle(seenLegs(6, [3]), null, []), look),
    memoryChart(within(1024), look),
    stageChart({ probe: 1 }, look),
  ];

  it('takes every colour from its theme', () => {
    const inTheme = JSON.stringify(drawn({ theme: dark }));
    const onPaper = [...Object.values(sideColours), ...Object.values({ ...lightTheme, sideColours: '' })];
    for (const colour of onPaper.filter((value) => value !== '')) expect(inTheme).not.toContain(colour);
    expect(inTheme).toContain(dark.sideColours.left);
    expect(inTheme).toContain(dark.paper);
  });

  it('becomes as narrow as its column', async () => {
    for (const spec of drawn({ widthPx: 340 })) {
      const svg = await renderSvg(spec);
      expect(Number(/<svg[^>]* width="(\d+)/.exec(svg)?.[1])).toBeLessThan(460);
    }
  });
});
