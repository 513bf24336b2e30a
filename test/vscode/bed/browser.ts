import { chromium, type Browser } from 'playwright-core';

export const windowSize = { width: 1280, height: 1000 } as const;

/** Starts the browser that plays the user; it stays on this machine. */
export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    args: [
      // In a container, and as root, Chromium's own sandbox cannot be had.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
