import { sides } from '../../../shared/results';
import { eventOutputs, functionalPhases, type LabelTarget } from '../../../shared/training';
import type { DatasetWalk } from '../data/dataset';

/** The probabilities of one held-out walk. */
export interface PredictedWalk {
  readonly walk: DatasetWalk;
  readonly fold: number;
  readonly probabilities: Float32Array;
}

/** Most numbers in the table: about fifty megabytes of text. */
const mostNumbers = 6_000_000;

/** What the columns of probabilities are called, in the order of the network's outputs. */
export function outputNames(target: LabelTarget): string[] {
  switch (target) {
    case 'contact':
      return sides.map((side) => `p_${side}_contact`);
    case 'phases':
      return sides.flatMap((side) => functionalPhases.map((phase) => `p_${side}_${phase}`));
    case 'events':
      return eventOutputs.map(({ side, event }) => `p_${side}_${event}`);
  }
}

/**
 * `predictions.csv`: the probabilities of every frame of every walk, by the network that never saw it. Null where it
 * would be too large to be of use as text.
 */
export function predictionsCsv(
  walks: readonly PredictedWalk[],
  target: LabelTarget,
  rateHz: number,
): string | null {
  if (walks.reduce((sum, { probabilities }) => sum + probabilities.length, 0) > mostNumbers) return null;
  const names = outputNames(target);
  const lines = walks.flatMap(({ walk, fold, probabilities }) =>
    Array.from({ length: walk.frames }, (_, frame) => {
      const own = probabilities.subarray(frame * names.length, (frame + 1) * names.length);
      const timeS = (walk.startS + frame / rateHz).toFixed(4);
      return [quoted(walk.id), fold, timeS, ...Array.from(own, (value) => value.toFixed(4))].join(',');
    }),
  );
  return `${[['walk', 'fold', 'time_s', ...names].join(','), ...lines].join('\n')}\n`;
}

/** A walk's id as CSV wants it where it holds a comma, a quote or a line break. */
const quoted = (id: string): string => (/[",\r\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id);
