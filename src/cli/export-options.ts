import { z } from 'zod';
import { exportForms } from '../shared/export-form';
import { placeholder } from './schema-options';

/** Options of `gait export`; `notebook` stands on the command line without a flag. */
export const exportOptions = z.strictObject({
  notebook: placeholder(
    z.array(z.string().min(1)).min(1).max(1).meta({ expects: 'one notebook' }),
    'notebook...',
  ).meta({
    description:
      'The notebook: N.gaitnb, or a Jupyter notebook. It is shown as it was saved; nothing is run.',
  }),
  to: placeholder(z.enum(exportForms), exportForms.join('|')).meta({
    description:
      'What it becomes: one HTML file that stands alone, a Jupyter notebook, a PDF (printed by an installed ' +
      'Chromium, Chrome or Edge), or Markdown with its pictures in a folder beside it.',
  }),
  output: placeholder(z.string().min(1).optional(), 'file').meta({
    description: 'File to write. (default: beside the notebook, under its name)',
  }),
  force: z.boolean().optional().meta({ description: 'Write over files that are there already.' }),
  no_blur_faces: z
    .boolean()
    .optional()
    .meta({
      description:
        'Export also pictures that show people and were stored with blur_faces off, or of which that is not known. ' +
        'Without it they are refused.',
    }),
  browser: placeholder(z.string().min(1).optional(), 'program').meta({
    description: 'The browser that prints a PDF. (default: CHROME_PATH, or the first that is found)',
  }),
});
export type ExportOptions = z.output<typeof exportOptions>;
