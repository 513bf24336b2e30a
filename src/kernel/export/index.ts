import path from 'node:path';
import type { ExportRequest, ExportResult } from '../../shared/export-form';
import { checkPlaces } from '../store/place-files';
import { exportedCells, type ExportedCell } from './exported-cells';
import { htmlDocument } from './html-document';
import { checkTarget, filesInTheWay, writeExport, type WrittenFile } from './written-files';
import { unblurredCells } from './unblurred-pictures';

/**
 * Writes a notebook as a document of another kind, from what its file shows: nothing is run again. Pictures of people
 * that are not blurred have to be asked for, and so have files that would be lost.
 * @throws GaitError where the notebook cannot be read, something is in the way of the document, or it cannot be written.
 */
export async function exportNotebook(request: ExportRequest, signal: AbortSignal): Promise<ExportResult> {
  const { text, target, notebookFile, showUnblurred } = request;
  await checkTarget(target, notebookFile);
  const documentInTheWay = await filesInTheWay([target], request);
  if (documentInTheWay.length > 0) return { written: false, ask: 'overwrite', files: documentInTheWay };
  const cells = exportedCells(text, notebookFile === null ? undefined : path.basename(notebookFile));
  const unblurred = showUnblurred ? [] : unblurredCells(cells);
  if (unblurred.length > 0) return { written: false, ask: 'show-unblurred', cells: unblurred };
  const files = await documentFiles(request, cells, signal);
  signal.throwIfAborted();
  const folder = path.dirname(target);
  const names = files.map(({ name }) => name);
  // Before anybody is asked: what is no file is never written over.
  await checkPlaces(folder, names, '--output');
  const inTheWay = await filesInTheWay(
    names.map((name) => path.join(folder, name)),
    request,
  );
  if (inTheWay.length > 0) return { written: false, ask: 'overwrite', files: inTheWay };
  return { written: true, files: await writeExport(folder, files) };
}

/** What is drawn is loaded when it is needed: a Jupyter notebook needs no charting library. */
async function documentFiles(
  { text, notebookFile, form, target, browserPath }: ExportRequest,
  cells: readonly ExportedCell[],
  signal: AbortSignal,
): Promise<WrittenFile[]> {
  const name = path.basename(target);
  switch (form) {
    case 'ipynb': {
      const { jupyterFile } = await import('./jupyter-file');
      return [{ name, content: jupyterFile(text) }];
    }
    case 'md': {
      const { markdownDocument } = await import('./markdown-document');
      return markdownDocument(cells, { notebookFile, target });
    }
    case 'html': {
      const { pageScript } = await import('./page-script');
      const script = await pageScript();
      return [{ name, content: await htmlDocument(cells, { notebookFile, script }) }];
    }
    case 'pdf': {
      const { findBrowser } = await import('./find-browser');
      const { printPdf } = await import('./print-pdf');
      const browser = await findBrowser(browserPath);
      const html = await htmlDocument(cells, { notebookFile, script: null });
      return [{ name, content: await printPdf(html, { browser, folder: path.dirname(target), signal }) }];
    }
  }
}
