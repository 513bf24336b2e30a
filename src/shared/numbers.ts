import type { Statistic } from './results';

/** What stands for a value that is not there. */
export const missing = '–';

/** A number with so many decimals and a true minus sign, or a dash. */
export function figure(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** Mean ± SD; the mean alone where there is no spread. */
export function meanAndSpread({ mean, sd }: Statistic, decimals: number): string {
  return sd === null || mean === null
    ? figure(mean, decimals)
    : `${figure(mean, decimals)} ± ${figure(sd, decimals)}`;
}

/** A share (0–1) in percent; never rounded up to 100 or down to 0. */
export function percentOf(share: number): string {
  const percent = share * 100;
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

/** A length of time as people say it: "0.42 s", "3 min 05 s", "1 h 02 min". */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

/** "1 frame", "12 frames". */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Indices of at most `most` items, evenly spread from the first to the last. */
export function spread(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, most - 1)));
}
