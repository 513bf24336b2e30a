/** Folders of an absolute path, on POSIX and on Windows, also as a file's address; an address of the web is none. */
const folders = /(?<![\w.~:/\\])(?:file:\/\/\/?)?(?:[A-Za-z]:)?(?:[/\\][^\s/\\:"'`,;()<>|]+)+(?=[/\\])[/\\]/g;

/** What may be named in a text: each of these paths by its last part alone. */
export interface KnownPaths {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Text in which files go by their names alone: a notebook is sent to others, and folders of this machine may name
 * the people who were filmed, or who uses it.
 */
export function withoutFolders(text: string, known: KnownPaths): string {
  const longestFirst = (paths: readonly string[]): string[] => paths.toSorted((a, b) => b.length - a.length);
  let short = text;
  for (const file of longestFirst(known.files))
    short = short.replaceAll(file, file.slice(endOfFolders(file)));
  for (const folder of longestFirst(known.folders)) {
    for (const separator of ['/', '\\']) short = short.replaceAll(folder + separator, '');
  }
  return short.replace(folders, '');
}

const endOfFolders = (file: string): number => Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1;

/** Plain data with every text in it as `change` makes it. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  const mapped = (part: unknown): unknown => {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(mapped);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, mapped(member)]));
  };
  // Sound: only texts are replaced, by texts.
  return mapped(value) as T;
}
