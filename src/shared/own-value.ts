/**
 * What a table holds under a name that somebody wrote; undefined where nothing was put there, also for names such as
 * `constructor`, under which every object has something.
 */
export const ownValue = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
