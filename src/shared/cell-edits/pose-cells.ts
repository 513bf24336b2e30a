import { parseCell } from '../gait-cell';
import type { SettingsLayer } from '../settings';
import { withSettings } from './apply-settings';
import { newCell } from './new-cell';
import { madeBy } from './result-names';

/** What a benchmark's advice does to a notebook: texts of cells, or a new cell behind the benchmark's. */
export type BenchmarkEdit =
  | { readonly kind: 'change'; readonly texts: ReadonlyMap<number, string> }
  | { readonly kind: 'insert'; readonly text: string };

/**
 * Writes a benchmark's settings into the cells that find poses of the videos that it measured; where there are none, into
 * a new one. Null where the benchmark's cell no longer says what it measures.
 * @param texts of all gait cells, in their order.
 * @param benchmark which of them measured.
 */
export function benchmarkEdit(
  texts: readonly string[],
  benchmark: number,
  settings: SettingsLayer,
): BenchmarkEdit | null {
  const video = videoOf(texts[benchmark] ?? '', 'benchmark');
  if (video === null) return null;
  const found = texts.flatMap((text, at) => (videoOf(text, 'extract-pose') === video ? [at] : []));
  if (found.length > 0) {
    return { kind: 'change', texts: new Map(found.map((at) => [at, withSettings(texts[at]!, settings)])) };
  }
  const made = texts.map(madeBy);
  const above = made.slice(0, benchmark + 1).filter((result) => result !== null);
  const below = made.slice(benchmark + 1).flatMap((result) => result?.name ?? []);
  const cell = newCell('extract-pose', {
    // The videos that were measured, which may not be those of the nearest cell above.
    above: [...above, { name: video, step: 'load-video' }],
    below,
    videos: [],
    author: '',
  });
  return { kind: 'insert', text: withSettings(cell, settings) };
}

/** Whether a cell's text is a benchmark. */
export const isBenchmark = (text: string): boolean => videoOf(text, 'benchmark') !== null;

/** The result whose videos a cell with this step looks at; null where it is none, or cannot be read. */
function videoOf(text: string, step: 'benchmark' | 'extract-pose'): string | null {
  let cell: unknown;
  try {
    cell = parseCell(text);
  } catch {
    return null;
  }
  if (typeof cell !== 'object' || cell === null || !('step' in cell && 'video' in cell)) return null;
  return cell.step === step && typeof cell.video === 'string' ? cell.video : null;
}
