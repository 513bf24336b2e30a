import type { ExportRequest, ExportResult } from '../../shared/export-form';
import { unblurredWords } from '../../shared/export-words';
import { counted } from '../../shared/numbers';

/** What is asked before a document is written, and what whoever says yes has allowed. */
export interface ExportQuestion {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
  readonly allows: Partial<Pick<ExportRequest, 'overwrite' | 'showUnblurred'>>;
}

const mostNames = 3;

/** The question that a document waits for. */
export function questionBefore(waiting: Exclude<ExportResult, { written: true }>): ExportQuestion {
  switch (waiting.ask) {
    case 'show-unblurred':
      return {
        message: 'Export pictures that may not be blurred?',
        detail:
          `${unblurredWords(waiting.cells)} Whoever gets the document can see them. ` +
          'Run those cells again with blur_faces on to have people blurred.',
        yes: 'Export with These Pictures',
        allows: { showUnblurred: true },
      };
    case 'overwrite':
      return overwriteQuestion(waiting.files);
  }
}

/** The dialog that named the document asked for the document alone, not for the pictures in the folder beside it. */
function overwriteQuestion(files: readonly string[]): ExportQuestion {
  const parts = files.map((file) => file.split(/[\\/]/));
  const folder = parts[0]?.at(-2) ?? '';
  const names = parts.map((each) => each.at(-1)!);
  const shown = names.slice(0, mostNames).join(', ');
  const isOne = files.length === 1;
  const named = names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
  return {
    message: `Write over ${counted(files.length, 'picture')} in ${folder}?`,
    detail:
      `${named} ${isOne ? 'is' : 'are'} there already, from an earlier export or made by you. ` +
      'Other files in that folder stay as they are.',
    yes: 'Write Over',
    allows: { overwrite: 'everything' },
  };
}
