import { nearest } from '../../nearest';
import type { CellDiagnostic } from '../cell-diagnostic';
import { fittingEntry, folderAndName } from '../file-paths';
import { said } from '../step-schemas';
import { asYamlText, replacing } from '../text-edits';
import type { DiagnosedCell } from './diagnosed-cell';

/** Files that are to be read and are not there. */
export async function missingFiles({ values, context }: DiagnosedCell): Promise<CellDiagnostic[]> {
  const { files, cells, at } = context;
  if (!files) return [];
  const written = new Set(cells.slice(0, at).map(({ writes }) => normal(writes ?? '')));
  const found = await Promise.all(
    values.map(async ({ schema, value, span }): Promise<CellDiagnostic[]> => {
      const kind = said(schema, 'reads');
      if (kind === undefined || typeof value !== 'string' || value === '') return [];
      if (written.has(normal(value)) || (await files.exists(value))) return [];
      const glob = /[*?{[]/.test(value);
      const { folder, name } = folderAndName(value);
      const names = (await files.list(folder))
        .filter((entry) => fittingEntry(kind, entry))
        .map((entry) => entry.name);
      const close = glob ? undefined : nearest(name, names);
      return [
        {
          code: 'missing-file',
          severity: 'warning',
          span,
          message: `${glob ? `No file matches ${value}.` : `There is no file ${value}.`} ${
            close === undefined
              ? 'Paths start from the notebook’s folder.'
              : `Did you mean ${folder}${close}?`
          }`,
          fixes: close === undefined ? [] : [replacing(span, asYamlText(`${folder}${close}`))],
        },
      ];
    }),
  );
  return found.flat();
}

const normal = (path: string): string => path.replace(/^\.\//, '');
