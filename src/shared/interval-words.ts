import type { Interval } from './interval';
import { duration } from './numbers';

/** From here on the next larger unit reads better. */
const mostOfUnit = 100;

/** "34–41 s", "12–14 min", "2.1–2.6 h": the bounds of a time, in one unit. */
export function secondsBetween({ low, high }: Pick<Interval, 'low' | 'high'>): string {
  const [unit, seconds] =
    high < mostOfUnit
      ? (['s', 1] as const)
      : high < 60 * mostOfUnit
        ? (['min', 60] as const)
        : (['h', 3600] as const);
  return `${between(low / seconds, high / seconds)} ${unit}`;
}

/** "45 s", "1.5 s", "16 min 40 s": a time that was set, not measured, to the digits that it was set with. */
export function secondsSet(seconds: number): string {
  // A sum of parts is not as round in binary as people write it.
  const exact = Math.round(seconds * 1000) / 1000;
  if (exact < mostOfUnit) return `${exact} s`;
  const units = [
    ['h', Math.floor(exact / 3600)],
    ['min', Math.floor(exact / 60) % 60],
    ['s', Math.round((exact % 60) * 1000) / 1000],
  ] as const;
  return units.flatMap(([unit, value]) => (value > 0 ? [`${value} ${unit}`] : [])).join(' ');
}

/** "512–560 MB". */
export const mbBetween = ({ low, high }: Pick<Interval, 'low' | 'high'>): string =>
  `${between(Math.round(low), Math.round(high))} MB`;

/** Two bounds with as many decimals as tell something; one figure where they read the same. */
function between(low: number, high: number): string {
  const decimals = high < 10 && !(Number.isInteger(low) && Number.isInteger(high)) ? 1 : 0;
  const [from, to] = [low.toFixed(decimals), high.toFixed(decimals)];
  return from === to ? from : `${from}–${to}`;
}

/** What was foretold beside what it came to: "predicted 34–41 s, took 37.2 s; predicted 480–540 MB, took 512 MB". */
export function againstPrediction(
  predicted: { readonly seconds: Interval; readonly peakMb: Interval | null },
  taken: { readonly seconds: number; readonly peakMb: number },
): string {
  const time = `predicted ${secondsBetween(predicted.seconds)}, took ${duration(taken.seconds)}`;
  return predicted.peakMb === null || taken.peakMb <= 0
    ? time
    : `${time}; predicted ${mbBetween(predicted.peakMb)}, took ${Math.round(taken.peakMb)} MB`;
}
