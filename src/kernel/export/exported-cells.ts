import { z } from 'zod';
import { editorNotebook, gaitLanguage, parseNotebookFile, type EditorCell } from '../../shared/notebook';
import { lastRunOf, staleMarks, type CellAndRun } from '../../shared/stale-cells';
import { exportedOutputs, type ExportedOutput } from './exported-outputs';

/** A cell of a notebook, as a document shows it. */
export type ExportedCell =
  | {
      readonly kind: 'text';
      readonly markdown: string;
      /** Pictures that come with the text, by their names: base64 by type. */
      readonly attachments: Readonly<Record<string, Readonly<Record<string, string>>>>;
    }
  | {
      readonly kind: 'code';
      /** What it is called where it is spoken of: "cell 3 (extract-pose)". */
      readonly name: string;
      readonly language: string;
      readonly code: string;
      readonly outputs: readonly ExportedOutput[];
      /** Why it would no longer give what it shows; null where it would. */
      readonly stale: string | null;
    };

type CodeCell = Extract<ExportedCell, { kind: 'code' }>;

const attachmentsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * The cells of a notebook's file with what they show.
 * @param called how errors name the file.
 * @throws GaitError bad-input where it cannot be read.
 */
export function exportedCells(text: string, called?: string): ExportedCell[] {
  const file = parseNotebookFile(text, called);
  const { cells } = editorNotebook(file);
  const exported = cells.map((cell, at): ExportedCell => {
    if (cell.kind === 'markup') return textCell(cell);
    const outputs = (file.cells[at]!.outputs ?? []).flatMap(exportedOutputs);
    return {
      kind: 'code',
      name: nameOf(cell, at),
      language: cell.language,
      code: cell.text,
      outputs,
      stale: null,
    };
  });
  const marks = staleMarks(exported.map(asRun));
  return exported
    .map((cell, at) => (cell.kind === 'text' ? cell : { ...cell, stale: marks[at]?.short ?? null }))
    .filter((cell) => cell.kind === 'text' || cell.code.trim() !== '' || cell.outputs.length > 0);
}

function textCell({ text, metadata }: EditorCell): ExportedCell {
  const attachments = attachmentsSchema.safeParse(metadata.attachments ?? {});
  return { kind: 'text', markdown: text, attachments: attachments.data ?? {} };
}

/** Cells are counted from 1, as people count them. */
function nameOf({ language, text }: EditorCell, at: number): string {
  const step = language === gaitLanguage ? /^\s*step:\s*([\w-]+)/m.exec(text)?.[1] : undefined;
  return step === undefined ? `cell ${at + 1}` : `cell ${at + 1} (${step})`;
}

const asRun = (cell: ExportedCell): CellAndRun => ({
  text: cell.kind === 'code' && cell.language === gaitLanguage ? cell.code : '',
  lastRun: cell.kind === 'code' ? lastRunIn(cell) : null,
  broken: false,
  running: false,
  formerName: null,
  changedFiles: [],
});

const lastRunIn = ({ outputs }: CodeCell): CellAndRun['lastRun'] =>
  outputs.flatMap((output) => (output.kind === 'result' ? (lastRunOf(output.payload) ?? []) : []))[0] ?? null;
