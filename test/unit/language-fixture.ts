import {
  cellHead,
  type CellContext,
  type FileEntry,
  type Files,
} from '../../src/shared/language/cell-context';
import { readCell } from '../../src/shared/gait-cell';

/** Files by path; those that end in a slash are folders. */
export function filesOf(...paths: readonly string[]): Files {
  return {
    list: (folder) => {
      const inside = paths.filter((path) => path.startsWith(folder) && path !== folder);
      const names = new Map<string, FileEntry>();
      for (const path of inside) {
        const [name = '', ...deeper] = path.slice(folder.length).split('/');
        names.set(name, { name, folder: deeper.length > 0 });
      }
      return Promise.resolve([...names.values()]);
    },
    exists: (pattern) => {
      const [before = '', after] = pattern.split('*');
      return Promise.resolve(
        paths.some((path) =>
          after === undefined ? path === pattern : path.startsWith(before) && path.endsWith(after),
        ),
      );
    },
  };
}

/** The cells of a notebook; the one that is looked at is the last, unless told otherwise. */
export function notebook(
  cells: readonly string[],
  more: Partial<Omit<CellContext, 'cells'>> = {},
): CellContext {
  return {
    cells: cells.map((text) => cellHead(readCell(text))),
    at: cells.length - 1,
    files: null,
    layers: [],
    profiles: {},
    ...more,
  };
}

export const load = 'step: load-video\nvideo: walk.mp4\nas: walks';
export const pose = 'step: extract-pose\nvideo: walks\nas: poses';
export const detect = 'step: detect-events\npose: poses\nas: gait';
