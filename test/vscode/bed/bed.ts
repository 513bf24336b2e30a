import { startBrowser, windowSize } from './browser';
import { namedExtension } from './extension';
import { installBed } from './install';
import { kernelsAmong, type BedProcess } from './processes';
import { startServer, type ServerOptions } from './server';
import { EditorWindow } from './window';
import { makeWorkspace, type WorkspaceFiles } from './workspace';

export type BedOptions = Partial<Omit<ServerOptions, 'bed'>>;

export type Bed = Awaited<ReturnType<typeof startBed>>;

/**
 * VS Code with the extension, and a browser to use it: one for all tests of a file (`beforeAll`), each of which opens
 * a window of its own. `stop` ends all of it and leaves nothing behind.
 */
export async function startBed({ extension, ...options }: BedOptions = {}) {
  const installed = await installBed();
  const server = await startServer({ bed: installed, extension: extension ?? namedExtension(), ...options });
  const browser = await startBrowser(installed.chromium).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const openWindow = async (folder: string): Promise<EditorWindow> => {
    const context = await browser.newContext({
      viewport: windowSize,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    return new EditorWindow(await context.newPage(), folder, context, server);
  };

  return {
    server,
    browser,
    /** A new window, still empty, on a new folder with these files. */
    newWindow: async (files: WorkspaceFiles): Promise<EditorWindow> =>
      openWindow(await makeWorkspace(server.folder, files)),
    /** Another window on a folder that is there already: a second user, or the same one tomorrow. */
    windowOn: openWindow,
    /** The kernels that run now, in all windows. */
    kernels: (): BedProcess[] => kernelsAmong(server.processes()),
    stop: async (): Promise<void> => {
      await browser.close();
      await server.stop();
    },
  };
}
