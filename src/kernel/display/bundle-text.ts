import type { PhaseSpan, PoseBundle } from '../../shared/display';
import { sides, type GaitCycle, type GaitParameters, type Side } from '../../shared/results';
import { counted, duration, figure, percentOf } from '../../shared/numbers';

type PoseFacts = Pick<
  PoseBundle,
  'frames' | 'detectedShare' | 'durationS' | 'widthPx' | 'heightPx' | 'warnings'
>;

/** A pose in a few lines of plain text, for where no picture can be shown. */
export function poseText(
  facts: PoseFacts,
  gap: { readonly startS: number; readonly frames: number } | null,
): string {
  const found = Math.round(facts.detectedShare * facts.frames);
  const lines = [
    `A pose was found in ${found} of ${counted(facts.frames, 'frame')}` +
      ` (${percentOf(facts.detectedShare)}), ${duration(facts.durationS)} at ${facts.widthPx} × ${facts.heightPx} px.`,
  ];
  if (gap) {
    lines.push(
      `Longest stretch without a pose: ${counted(gap.frames, 'frame')} from ${gap.startS.toFixed(2)} s on.`,
    );
  }
  return withMessages(lines, facts.warnings);
}

/** A gait analysis in a few lines of plain text. */
export function gaitText(parameters: GaitParameters, cycles: readonly GaitCycle[]): string {
  const { stride_time_s: stride, stance_percent: stance, double_support_percent: double } = parameters;
  const speed = parameters.speed_m_s?.all.mean ?? null;
  const lines = [
    `${figure(parameters.cadence_steps_per_min, 1)} steps/min` +
      (speed === null ? '' : `, ${figure(speed, 2)} m/s`) +
      `, ${cycleCounts(cycles)}.`,
    `Left / right: stride ${figure(stride.left.mean, 2)} / ${figure(stride.right.mean, 2)} s, ` +
      `stance ${figure(stance.left.mean, 1)} / ${figure(stance.right.mean, 1)} %; ` +
      `double support ${figure(double.total.mean, 1)} % in all.`,
  ];
  return withMessages(lines, [...parameters.quality.abstentions, ...parameters.quality.warnings]);
}

/** How long phases last on the whole, for where they cannot be drawn. */
export function phasesText(phases: readonly PhaseSpan[]): string[] {
  const named = [...new Set(phases.map(({ phase }) => phase))];
  const inWords = (side: Side): string =>
    named
      .flatMap((phase) => {
        const own = phases.filter((span) => span.side === side && span.phase === phase);
        const sum = own.reduce((total, { startS, endS }) => total + endS - startS, 0);
        return own.length === 0
          ? []
          : [`${phase.replaceAll('_', ' ')} ${own.length} × ${figure(sum / own.length, 2)} s`];
      })
      .join(', ');
  return sides.flatMap((side) => {
    const words = inWords(side);
    return words === '' ? [] : [`Phases of the ${side} leg, with their mean length: ${words}.`];
  });
}

function cycleCounts(cycles: readonly GaitCycle[]): string {
  const kept = cycles.filter((cycle) => cycle.kept).length;
  const excluded = cycles.length - kept;
  return `${counted(kept, 'cycle')} kept${excluded > 0 ? ` and ${excluded} left out` : ''}`;
}

function withMessages(lines: readonly string[], messages: readonly string[]): string {
  const shown = messages.slice(0, 3).map((message) => `Note: ${message}`);
  if (messages.length > 3) shown.push(`… and ${counted(messages.length - 3, 'more note')}.`);
  return [...lines, ...shown].join('\n');
}
