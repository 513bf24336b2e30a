/** What a notebook is exported to, by the ending of the file. */
export const exportForms = ['html', 'ipynb', 'md', 'pdf'] as const;
export type ExportForm = (typeof exportForms)[number];

/** What is exported, and where to. Paths are absolute. */
export interface ExportRequest {
  /** The notebook's file, as text; it need not be saved. */
  readonly text: string;
  /** Where the notebook is, so that pictures beside it are found; null where it was never saved. */
  readonly notebookFile: string | null;
  readonly form: ExportForm;
  readonly target: string;
  /** Whether files that are there already are written over. */
  readonly overwrite: boolean;
  /** Whether pictures of people that are not blurred may go into the document. */
  readonly showUnblurred: boolean;
  /** The browser that prints a PDF; null where it is looked for. */
  readonly browserPath: string | null;
}

/** The files that were written, or what has to be asked for first. */
export type ExportResult =
  | { readonly written: true; readonly files: readonly string[] }
  /** Names of the cells whose pictures show people who are not blurred. */
  | { readonly written: false; readonly unblurredCells: readonly string[] };
