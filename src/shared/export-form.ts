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
  /**
   * What may be written over where it is there already: the document alone where whoever named it was asked for that,
   * but not the pictures beside it.
   */
  readonly overwrite: 'nothing' | 'document' | 'everything';
  /** Whether pictures of people that are not blurred may go into the document. */
  readonly showUnblurred: boolean;
  /** The browser that prints a PDF; null where it is looked for. */
  readonly browserPath: string | null;
}

/** A cell whose pictures may show people who are not blurred. */
export interface UnblurredCell {
  readonly name: string;
  /** Whether its run says that they were stored so; otherwise nothing says that they were not. */
  readonly isKnown: boolean;
}

/** The files that were written, or what has to be asked for first; then nothing is written. */
export type ExportResult =
  | { readonly written: true; readonly files: readonly string[] }
  | {
      readonly written: false;
      readonly ask: 'show-unblurred';
      readonly cells: readonly UnblurredCell[];
    }
  /** Files that are there already, absolute. */
  | { readonly written: false; readonly ask: 'overwrite'; readonly files: readonly string[] };
