import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A document in a browser of its own, with all that it asks for and complains of. */
export interface OpenDocument {
  readonly page: Page;
  /** Addresses of its requests, itself among them; not the data that it holds. */
  readonly asked: readonly string[];
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openDocument(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenDocument> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 1400 }, ...options });
  const page = await context.newPage();
  const asked: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, asked, errors, close: () => context.close() };
}
