import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cellOutputs } from '../../src/kernel/display/outputs';
import { openStore, type Store } from '../../src/kernel/store/store';
import type { CellOutput } from '../../src/shared/cell-output';
import { resolveSettings } from '../../src/shared/resolve-settings';
import type { RunRecord } from '../../src/shared/run-record';
import { doneRun, gaitFolder, poseFolder, result } from './cell-outputs-fixture';

/** A cell as a file has it. */
export type FileCell = Readonly<Record<string, unknown>>;

export const textCell = (source: string, more: FileCell = {}): FileCell => ({
  cell_type: 'markdown',
  metadata: {},
  source,
  ...more,
});

export const codeCell = (source: string, outputs: readonly object[] = []): FileCell => ({
  cell_type: 'code',
  execution_count: 1,
  metadata: {},
  source,
  outputs,
});

export const display = (data: object): object => ({ output_type: 'display_data', data, metadata: {} });

/** Outputs of a run as a file holds them. */
export const saved = (outputs: readonly CellOutput[]): object[] => outputs.map(({ data }) => display(data));

export const notebook = (...cells: readonly FileCell[]): string =>
  JSON.stringify({
    cells: cells.map((cell, at) => ({ id: `cell-${at}`, ...cell })),
    metadata: { language_info: { name: 'gait' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

/** A study that was run: a folder for what is written, and cells with the outputs of a pose and its events. */
export interface RunStudy {
  readonly folder: string;
  readonly pose: (change?: Partial<RunRecord>) => Promise<FileCell>;
  readonly gait: () => Promise<FileCell>;
  readonly close: () => Promise<void>;
}

export async function runStudy(): Promise<RunStudy> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gait-export-'));
  const store: Store = await openStore(path.join(folder, 'store'));
  const posed = await poseFolder(path.join(folder, 'pose'), { durationS: 6 });
  const walked = await gaitFolder(path.join(folder, 'gait'), 6);
  return {
    folder,
    async pose(change = {}) {
      const run = doneRun(
        store,
        { step: 'extract-pose', video: 'walks', as: 'poses' },
        [result('w1', posed)],
        { id: 'pose-run', ...change },
      );
      return codeCell('step: extract-pose\nvideo: walks\nas: poses', saved(await cellOutputs(run)));
    },
    async gait() {
      const run = doneRun(
        store,
        { step: 'detect-events', pose: 'poses', as: 'gait' },
        [result('w1', walked, { sourceFolder: posed })],
        { id: 'gait-run' },
      );
      return codeCell('step: detect-events\npose: poses\nas: gait', saved(await cellOutputs(run)));
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A run whose pictures were not blurred. */
export const unblurred: Pick<RunRecord, 'settings'> = {
  settings: resolveSettings([{ source: 'cell', values: { blur_faces: false } }]),
};
