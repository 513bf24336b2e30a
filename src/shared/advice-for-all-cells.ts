import type { Recommendation } from './performance-report';
import type { SettingsLayer } from './settings';

/** Id of a benchmark's advice on a profile that does not fit in the limit it was measured with. */
export const overLimitAdvice = 'profile-over-limit';

/**
 * What of a benchmark's advice holds for all cells. A limit was reckoned for the poses of the videos that were measured:
 * it stays with the cells that find them, as training or a larger video may need more. Null where nothing is left that
 * would help: a profile that does not fit in the limit there is cannot do without the other one.
 */
export function settingsForAllCells({
  id,
  settings,
}: Pick<Recommendation, 'id' | 'settings'>): SettingsLayer | null {
  const { max_memory_mb: limit, ...others } = settings;
  if (limit === undefined) return settings;
  return id === overLimitAdvice || Object.keys(others).length === 0 ? null : others;
}
