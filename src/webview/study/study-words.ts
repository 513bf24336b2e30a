import type { StudyOutput, StudyRow } from '../../shared/cell-output';
import { counted, duration, missing } from '../../shared/numbers';

/** What is known of all walks together: "12 walks · 3 min 05 s · 2 with warnings". */
export function studyWords({ rows, more }: Pick<StudyOutput, 'rows' | 'more'>): string {
  const seconds = rows.reduce((sum, { durationS }) => sum + (durationS ?? 0), 0);
  const failed = rows.filter(({ error }) => error !== undefined).length;
  const warned = rows.filter(({ warnings }) => warnings.length > 0).length;
  return [
    counted(rows.length + more, 'walk'),
    ...(seconds > 0 ? [`${duration(seconds)}${more > 0 ? ' in those shown' : ''}`] : []),
    ...(failed > 0 ? [`${failed} with an error`] : []),
    ...(warned > 0 ? [`${warned} with warnings`] : []),
  ].join(' · ');
}

/** "4.20 s". */
export const durationWords = ({ durationS }: StudyRow): string =>
  durationS === null ? missing : duration(durationS);

/** "1920 × 1080". */
export const sizeWords = ({ widthPx, heightPx }: StudyRow): string =>
  widthPx === null || heightPx === null ? missing : `${widthPx} × ${heightPx}`;

/** "29.97": at most two decimals, as rates are written. */
export const rateWords = ({ fps }: StudyRow): string =>
  fps === null ? missing : String(Number(fps.toFixed(2)));

/** The metadata that any of the walks has, in the order in which it is met. */
export const metadataKeys = (rows: readonly StudyRow[]): string[] => [
  ...new Set(rows.flatMap(({ metadata }) => Object.keys(metadata))),
];

/** "belt_speed_m_s" → "Belt speed (m/s)". */
export function metadataTitle(key: string): string {
  const [, name = key, unit] = /^(.+?)_(m_s|m|deg|fps|px)$/.exec(key) ?? [];
  const words = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
  return unit === undefined ? words : `${words} (${unit === 'm_s' ? 'm/s' : unit === 'deg' ? '°' : unit})`;
}
