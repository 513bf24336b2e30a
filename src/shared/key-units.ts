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

/** The unit of a key's values, as far as its name says it. */
export const unitOfKey = (key: string): string | undefined =>
  key === 'fps' ? 'frames/s' : units.find(([ending]) => key.endsWith(ending))?.[1];
