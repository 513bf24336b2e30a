import { z } from 'zod';
import { placeholder } from './schema-options';
import { settingsOptions } from './settings-options';

/** Options of `gait run`; `notebook` stands on the command line without a flag. */
export const runOptions = z.strictObject({
  notebook: placeholder(
    z.array(z.string().min(1)).min(1).max(1).meta({ expects: 'one notebook' }),
    'notebook...',
  ).meta({
    description:
      'The notebook: N.gaitnb, or a Jupyter notebook with gait cells. Its gait cells are run in their order, with paths that ' +
      'start from its folder; all other cells stay as they are. It stops at the first cell that fails: cells after that keep ' +
      'what they showed before.',
  }),
  output: placeholder(z.string().min(1).optional(), 'file').meta({
    description: 'Notebook to save the outputs into, after every cell. (default: the notebook itself)',
  }),
  ...settingsOptions,
  set: placeholder(z.array(z.string()).optional(), 'key=value...').meta({
    description:
      'RESULT.key=value sets a key of the cell that makes that result, key=value the key in every cell that states it; both ' +
      'are written into the cells. Any other setting by its dotted key, for all cells that do not say otherwise.',
  }),
  store: placeholder(z.string().min(1).optional(), 'folder').meta({
    description: 'Folder of stored results. (default: .gait beside the notebook)',
  }),
});
export type RunOptions = z.output<typeof runOptions>;
