import type { PhaseSpan } from '../display';
import { sides } from '../results';
import { functionalPhases, type FunctionalPhase } from '../training';
import type { ChartTheme } from './chart-theme';
import type { Panel, Position } from './joint-chart';

/** One layer of a panel. */
type Layer = Extract<Panel, { layer: unknown }>['layer'][number];

/** Phases of stance in blues and greens, those of swing in reds and yellows; neighbours differ in lightness as well. */
const phaseColours: Readonly<Record<FunctionalPhase, string>> = {
  loading_response: '#1b4f8f',
  mid_stance: '#56b4e9',
  terminal_stance: '#007a5e',
  pre_swing: '#9ccf6f',
  initial_swing: '#b2341f',
  mid_swing: '#f0a830',
  terminal_swing: '#8a5a9e',
};

const inWords = (phase: PhaseSpan['phase']): string => phase.replaceAll('_', ' ');

/** Stances are large and stand for a side; phases are told from one another. */
const opacity = { stances: 0.16, phases: 0.38 };

export interface PhaseLayerPlace {
  readonly startS: number;
  readonly endS: number;
  readonly x: Position;
  readonly panelPx: number;
  readonly theme: ChartTheme;
}

/**
 * Spans behind the curves of a panel: the left leg's in its upper half, the right leg's in its lower half. No layer where
 * there are none.
 */
export function phaseLayer(
  phases: readonly PhaseSpan[],
  { startS, endS, x, panelPx, theme }: PhaseLayerPlace,
): Layer[] {
  const shown = phases.filter((span) => span.endS > startS && span.startS < endS);
  if (shown.length === 0) return [];
  const isStances = shown.every(({ phase }) => phase === 'stance');
  const scale = isStances
    ? {
        domain: sides.map((side) => `${side} stance`),
        range: sides.map((side) => theme.sideColours[side]),
      }
    : {
        domain: functionalPhases.map(inWords),
        range: functionalPhases.map((phase) => phaseColours[phase]),
      };
  const halfPx = panelPx / 2;
  return [
    {
      data: {
        values: shown.map(({ side, phase, startS: fromS, endS: toS }) => ({
          t: Math.max(startS, fromS),
          to: Math.min(endS, toS),
          phase: isStances ? `${side} stance` : inWords(phase),
          top: side === 'left' ? 0 : halfPx,
          bottom: side === 'left' ? halfPx : panelPx,
        })),
      },
      mark: { type: 'rect', opacity: isStances ? opacity.stances : opacity.phases },
      encoding: {
        x,
        x2: { field: 'to' },
        y: { field: 'top', type: 'quantitative', scale: null, axis: null },
        y2: { field: 'bottom' },
        // Its own channel: the colours of the curves are those of the sides.
        fill: {
          field: 'phase',
          type: 'nominal',
          scale,
          legend: {
            title: 'Left leg above, right leg below',
            titleFontWeight: 'normal',
            titleLimit: 300,
            orient: 'top',
            direction: 'horizontal',
            symbolType: 'square',
            symbolOpacity: isStances ? 0.35 : 0.6,
            symbolStrokeWidth: 0,
            columns: 4,
          },
        },
      },
    },
  ];
}
