import type { Page } from 'playwright-core';
import { extensionsFolderName } from './processes';

/**
 * What goes wrong in a page from now on and is of our making: errors that speak of the extension or come from its
 * files. VS Code itself, without a gallery and with parts missing, complains of much else.
 */
export function troubleIn(page: Page): readonly string[] {
  const found: string[] = [];
  const add = (text: string): void => {
    if (text.includes(extensionsFolderName) || /gait/i.test(text)) found.push(text);
  };
  page.on('pageerror', (error) => {
    add(error.stack ?? error.message);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') add(`${message.text()} (${message.location().url})`);
  });
  return found;
}
