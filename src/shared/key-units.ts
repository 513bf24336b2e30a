/** Unit that the end of a key names. */
const units: readonly (readonly [ending: string, unit: string])[] = [
  ['_steps_per_min', 'steps/min'],
  ['_m_s', 'm/s'],
  ['_mb', 'MB'],
  ['_hz', 'Hz'],
  ['_px', 'px'],
  ['_deg', 'deg'],
  ['_percent', '%'],
  ['_fps', 'frames/s'],
  ['_m', 'm'],
  ['_s', 's'],
];

/** The ending of a key that names a unit, and that unit. */
export const unitEnding = (key: string): readonly [ending: string, unit: string] | undefined =>
  units.find(([ending]) => key.endsWith(ending));

/** The unit of a key's values, as far as its name says it. */
export const unitOfKey = (key: string): string | undefined =>
  key === 'fps' ? 'frames/s' : unitEnding(key)?.[1];
