import { writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { connectBrowser, startBrowser, windowSize } from './browser';
import { namedExtension } from './extension';
import { installBed } from './install';
import { extensionHostsAmong, kernelsAmong, type BedProcess } from './processes';
import { serverAt, startServer, type BedServer, type EditorSettings, type ServerOptions } from './server';
import { holdStill, type BedPlace } from './shared-bed';
import { defaultTimeoutMs, until } from './until';
import { EditorWindow } from './window';
import { makeWorkspace, type WorkspaceFiles } from './workspace';

export type BedOptions = Partial<Omit<ServerOptions, 'bed'>>;

export type Bed = ReturnType<typeof bedOf>;

/**
 * VS Code with the extension, and a browser to use it: one for many tests, each of which opens
 * a window of its own. `stop` ends all of it and leaves nothing behind.
 */
export async function startBed({ extension, ...options }: BedOptions = {}): Promise<Bed> {
  const installed = await installBed();
  const server = await startServer({ bed: installed, extension: extension ?? namedExtension(), ...options });
  const browser = await startBrowser(installed.chromium).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return bedOf(server, browser, async () => {
    await browser.close();
    await server.stop();
  });
}

/**
 * A bed that another process has started, as clean as it was then: with no window open, and with the settings that it
 * had, beside which the user has these. `stop` closes the windows that were opened in it.
 */
export async function joinBed(
  { server: place, browser: address, settings: ofBed }: BedPlace,
  settings: EditorSettings = {},
): Promise<Bed> {
  const server = serverAt(place);
  // Looked after here and not at the end, which tests that are killed do not come to.
  await until('earlier windows to be gone', () => extensionHostsAmong(server.processes()).length === 0);
  await writeFile(server.settingsFile, JSON.stringify({ ...ofBed, ...settings }, null, 2));
  const browser = await connectBrowser(address);
  const bed = bedOf(
    server,
    browser,
    async () => {
      // One by one, by which the server learns at once that they are gone.
      for (const window of bed.windows()) await window.close();
      await browser.close();
    },
    holdStill,
  );
  return bed;
}

/** `atFirst` runs in each page before anything of its own. */
function bedOf(server: BedServer, browser: Browser, stop: () => Promise<void>, atFirst?: string) {
  const open = new Set<EditorWindow>();
  const openWindow = async (folder: string): Promise<EditorWindow> => {
    const context = await browser.newContext({
      viewport: windowSize,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(defaultTimeoutMs);
    if (atFirst !== undefined) await context.addInitScript({ content: atFirst });
    const window = new EditorWindow(await context.newPage(), folder, server);
    open.add(window);
    context.once('close', () => open.delete(window));
    return window;
  };

  return {
    server,
    browser,
    /** A new window, still empty, on a new folder with these files. */
    newWindow: async (files: WorkspaceFiles): Promise<EditorWindow> =>
      openWindow(await makeWorkspace(server.folder, files)),
    /** Another window on a folder that is there already: a second user, or the same one tomorrow. */
    windowOn: openWindow,
    /** The windows that are open. */
    windows: () => [...open],
    /** The kernels that run now, in all windows. */
    kernels: (): BedProcess[] => kernelsAmong(server.processes()),
    stop,
  };
}
