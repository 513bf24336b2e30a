// What a network said of the legs, as it is drawn behind the curves and told in words.
import { describe, expect, it } from 'vitest';
import { buildGaitBundle } from '../../src/kernel/display/bundles';
import { renderSvg } from '../../src/kernel/display/svg';
import { lightTheme } from '../../src/shared/charts/chart-theme';
import { jointAngleChart } from '../../src/shared/charts/joint-chart';
import { outputFormat } from '../../src/shared/cell-output';
import { packGait } from '../../src/shared/packed-bundles';
import { curveChart } from '../../src/webview/gait/curve-chart';
import { parsePayload } from '../../src/webview/payload/parse';
import { themeOf } from '../../src/webview/theme-colours';
import type { PhaseSpan } from '../../src/shared/display';
import { jointNames, sides } from '../../src/shared/results';
import { functionalPhases } from '../../src/shared/training';
import { gaitAnalysis } from './display-fixture';
import { expectWellFormed } from './display-well-formed';

const strideS = 1.1;
/** Stances of both legs over some seconds. */
const stances = (durationS: number): PhaseSpan[] =>
  sides.flatMap((side, leg) =>
    Array.from({ length: Math.floor(durationS / strideS) }, (_, stride): PhaseSpan => {
      const startS = 0.2 + leg * (strideS / 2) + stride * strideS;
      return { side, phase: 'stance', startS, endS: startS + 0.6 * strideS };
    }),
  );
const sevenPhases = (durationS: number): PhaseSpan[] =>
  stances(durationS).flatMap(({ side, startS }) =>
    functionalPhases.map((phase, index) => ({
      side,
      phase,
      startS: startS + (index * strideS) / 7,
      endS: startS + ((index + 1) * strideS) / 7,
    })),
  );
const analysis = gaitAnalysis(6);
const chartOf = (phases: readonly PhaseSpan[]) =>
  renderSvg(jointAngleChart(buildGaitBundle(analysis, [], phases)));
const filled = (svg: string, colour: string): number =>
  [
    ...svg.matchAll(
      new RegExp(`fill="${colour}"[^>]*opacity="0.\\d+"|opacity="0.\\d+"[^>]*fill="${colour}"`, 'g'),
    ),
  ].length;

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
const widthOf = (svg: string): string | undefined => /width="(\d+)"/.exec(svg)?.[1];

describe('phases that a network said', () => {
  it('of contact are shaded in the colours of the sides, in every panel', async () => {
    const svg = await chartOf(stances(6));
    expectWellFormed(svg);
    for (const side of sides) {
      expect(filled(svg, lightTheme.sideColours[side])).toBeGreaterThanOrEqual(jointNames.length);
      expect(textsOf(svg)).toContain(`${side} stance`);
    }
  });

  it('of the cycle are told from one another by colour and named in a legend', async () => {
    const svg = await chartOf(sevenPhases(6));
    const names = functionalPhases.map((phase) => phase.replaceAll('_', ' '));
    expect(textsOf(svg)).toEqual(expect.arrayContaining([...names, 'Left leg above, right leg below']));
    const colours = [...svg.matchAll(/fill="(#\w{6})" opacity="0.38"/g)].map(([, colour]) => colour);
    expect(new Set(colours).size).toBe(functionalPhases.length);
    // The page of a report is no wider than without them.
    expect(widthOf(svg)).toBe(widthOf(await chartOf([])));
  });

  it('leave the scale of the angles alone', async () => {
    const labels = (svg: string) => [...svg.matchAll(/<text[^>]*>(−?\d+)<\/text>/g)].map(([, text]) => text);
    expect(labels(await chartOf(stances(6)))).toEqual(labels(await chartOf([])));
  });

  it('are told in words where they cannot be drawn', () => {
    const { text } = buildGaitBundle(analysis, [], stances(6));
    expect(text).toContain('Phases of the left leg, with their mean length: stance 5 × 0.66 s.');
    expect(buildGaitBundle(analysis).text).not.toContain('Phases');
  });

  it('are read from a notebook as they were, and take few lines in it', () => {
    const bundle = buildGaitBundle(analysis, [], sevenPhases(6));
    const ofWalk = { format: outputFormat, recordId: 'r', walkId: 'w', recording: 'one', name: 'result' };
    const packed = packGait(bundle);
    const saved: unknown = JSON.parse(
      JSON.stringify({ kind: 'gait', ...ofWalk, bundle: packed, pose: null }),
    );
    const parsed = parsePayload(saved);
    const read = parsed.ok && parsed.payload.kind === 'gait' ? parsed.payload.bundle.phases! : [];
    const rounded = (spans: readonly PhaseSpan[]) =>
      spans.map(
        ({ side, phase, startS, endS }) => `${side} ${phase} ${startS.toFixed(4)} ${endS.toFixed(4)}`,
      );
    expect(rounded(read).sort()).toEqual(rounded(bundle.phases!).sort());
    expect(JSON.stringify(packed.phases, null, 1).split('\n').length).toBeLessThan(15);
  });

  it('stand behind the curves of a cell as well, whose stances are in a lane of their own', () => {
    const theme = themeOf('light', () => '');
    const chart = JSON.stringify(curveChart(buildGaitBundle(analysis, [], stances(6)), 600, theme));
    expect(chart).toContain('left stance');
    expect(JSON.stringify(curveChart(buildGaitBundle(analysis), 600, theme))).not.toContain('left stance');
  });

  it('of a very long recording are those from its excerpt on', () => {
    const long = buildGaitBundle(gaitAnalysis(120), [], stances(120));
    expect(long.excerpt).not.toBeNull();
    expect(long.phases!.every(({ endS }) => endS >= long.excerpt!.startS)).toBe(true);
    expect(buildGaitBundle(analysis)).not.toHaveProperty('phases');
  });
});
