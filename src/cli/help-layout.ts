import { Help } from 'commander';

/** Columns of the terms: what a longer one means stands below it, so that it has room beside the others. */
const termColumns = 34;

const usual = Help.prototype;

/** How help is laid out: in the columns of a terminal, however long one of the options is. */
export const helpLayout = {
  padWidth: (command, helper) => Math.min(termColumns, usual.padWidth.call(helper, command, helper)),
  formatItem(term, width, description, helper) {
    const item = (text: string): string => usual.formatItem.call(helper, text, width, description, helper);
    if (description === '' || helper.displayWidth(term) <= width) return item(term);
    return `${usual.formatItem.call(helper, term, width, '', helper).trimEnd()}\n${item('')}`;
  },
} satisfies Partial<Help>;
