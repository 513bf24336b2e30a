import type { FileKind } from '../step-keys';
import type { FileEntry } from './cell-context';

/** Ends of names by what files hold. */
const endings: Readonly<Record<FileKind, RegExp>> = {
  video: /\.(mp4|m4v|mov|avi|mkv|webm|mpe?g|mts|m2ts|wmv|3gp|ogv)$/i,
  landmarks: /\.(trc|c3d|json|json\.gz|parquet)$/i,
  study: /\.csv$/i,
  labels: /\.csv$/i,
  edits: /\.csv$/i,
};

/** Whether an entry of a folder can stand for such a file. */
export const fittingEntry = (kind: FileKind, { name, folder }: FileEntry): boolean =>
  folder ? kind === 'landmarks' : endings[kind].test(name);

/** A path's folder with the slash at its end, empty for the notebook's own; and what comes behind. */
export function folderAndName(path: string): { readonly folder: string; readonly name: string } {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: path.slice(0, slash + 1), name: path.slice(slash + 1) };
}
