import type { ThinSeries } from '../../shared/display';
import { counted, figure } from '../../shared/numbers';

/** A stretch in which no pose was found. */
export interface Gap {
  readonly fromS: number;
  readonly toS: number;
}

/** Gaps from the first moment without a value to the first one with a value again. */
export function gapsOf({ timeS, values }: ThinSeries): Gap[] {
  const gaps: Gap[] = [];
  values.forEach((value, i) => {
    if (value !== null || (i > 0 && values[i - 1] === null)) return;
    const back = values.findIndex((later, j) => j > i && later !== null);
    gaps.push({ fromS: timeS[i]!, toS: timeS[back < 0 ? timeS.length - 1 : back]! });
  });
  return gaps;
}

/** More than these are only counted. */
const mostListed = 4;

/**
 * Where no pose was found, in words; empty where there is one everywhere.
 * @param frames of the recording: of a series that was thinned it is known where its gaps are, not how long.
 */
export function gapsText(series: ThinSeries, frames: number): string {
  const gaps = gapsOf(series);
  if (gaps.length === 0) return '';
  const isThinned = series.timeS.length < frames;
  const listed = gaps
    .slice(0, mostListed)
    .map(({ fromS, toS }) =>
      isThinned ? `${figure(fromS, 0)} s` : `${figure(fromS, 2)}–${figure(toS, 2)} s`,
    );
  const rest = gaps.length - listed.length;
  const more = rest > 0 ? ` and ${counted(rest, 'more stretch', 'more stretches')}` : '';
  return `No pose ${isThinned ? 'for a while around' : 'in'} ${listed.join(', ')}${more}.`;
}
