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

/** Where no pose was found, in words; empty where there is one everywhere. */
export function gapsText(series: ThinSeries): string {
  const gaps = gapsOf(series);
  if (gaps.length === 0) return '';
  const listed = gaps.slice(0, mostListed).map(({ fromS, toS }) => `${figure(fromS, 2)}–${figure(toS, 2)} s`);
  const more = gaps.length - listed.length;
  return `No pose in ${listed.join(', ')}${more > 0 ? ` and ${counted(more, 'more stretch', 'more stretches')}` : ''}.`;
}
