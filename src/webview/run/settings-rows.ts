import type { ResolvedSettings } from '../../shared/settings';

export interface SettingRow {
  /** Dotted, as in `mediapipe.model_complexity`. */
  readonly key: string;
  readonly value: string;
  /** Which layer won: "profile fast", "the cell". */
  readonly source: string;
}

/** Every setting with the layer that won; those that somebody chose come first. */
export function settingRows({ settings, sources }: ResolvedSettings): SettingRow[] {
  const rows = Object.entries(sources).map(([key, source]) => ({
    key,
    value: written(valueAt(settings, key)),
    source,
  }));
  const isDefault = ({ source }: SettingRow): boolean => source === 'default';
  return [...rows.filter((row) => !isDefault(row)), ...rows.filter(isDefault)];
}

/** JSON is YAML as well; nothing where there is no such key. */
const written = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

function valueAt(settings: object, dottedKey: string): unknown {
  return dottedKey
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? Reflect.get(value, key)
          : undefined,
      settings,
    );
}

/** A layer of settings as it is written in a cell. */
export function settingsYaml(layer: object): string {
  return Object.entries(layer)
    .flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [`${key}:`, ...Object.entries(value).map(([inner, each]) => `  ${inner}: ${written(each)}`)]
        : [`${key}: ${written(value)}`],
    )
    .join('\n');
}
