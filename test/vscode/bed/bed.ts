import { startBrowser, windowSize } from './browser';
import { namedExtension } from './extension';
import { installBed } from './install';
import { kernelsAmong, type BedProcess } from './processes';
import { startServer, type ServerOptions } from './server';
import { defaultTimeoutMs } from './until';
import { EditorWindow } from './window';
import { makeWorkspace, type WorkspaceFiles } from './workspace';

export type BedOptions = Partial<Omit<ServerOptions, 'bed'>>;

export type Bed = Awaited<ReturnType<typeof startBed>>;

/**
 * VS Code with the extension, and a browser to use it: one for many tests, each of which opens
 * a window of its own. `stop` ends all of it and leaves nothing behind.
 */
export async function startBed({ extension, ...options }: BedOptions = {}) {
  const installed = await installBed();
  const server = await startServer({ bed: installed, extension: extension ?? namedExtension(), ...options });
  const browser = await startBrowser(installed.chromium).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const open = new Set<EditorWindow>();
  const openWindow = async (folder: string): Promise<EditorWindow> => {
    const context = await browser.newContext({
      viewport: windowSize,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(defaultTimeoutMs);
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
    stop: async (): Promise<void> => {
      await browser.close();
      await server.stop();
    },
  };
}
