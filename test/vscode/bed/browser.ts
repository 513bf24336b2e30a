import { chromium, type Browser, type BrowserServer } from 'playwright-core';

export const windowSize = { width: 1280, height: 1000 } as const;

const launchOptions = (executablePath: string) => ({
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

/** Starts the browser that plays the user; it stays on this machine. */
export const startBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch(launchOptions(executablePath));

/** The same, for other processes of this machine to use by its address. */
export const serveBrowser = (executablePath: string): Promise<BrowserServer> =>
  chromium.launchServer({ ...launchOptions(executablePath), host: '127.0.0.1' });

export const connectBrowser = (address: string): Promise<Browser> => chromium.connect(address);
