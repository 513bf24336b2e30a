import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { serveBrowser } from './browser';
import { namedExtension } from './extension';
import { installBed } from './install';
import { startServer, type EditorSettings, type ServerPlace } from './server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Asked over HTTP, it says where the server and the browser are that all test files share. */
    readonly sharedBed: string;
  }
}

/** Where the parts of a bed are that another process has started. */
export interface BedPlace {
  readonly server: ServerPlace;
  readonly browser: string;
  /** The user's settings at first. */
  readonly settings: EditorSettings;
}

/**
 * The bed that test files share, each of which runs in a process of its own: most of what starting costs, VS Code's
 * server, the extension in it and a browser that has read the workbench before, is then paid once. It is started when
 * the first file asks for it, so that it disturbs none of the tests before.
 */
export async function offerSharedBed() {
  let started: ReturnType<typeof start> | undefined;
  const door = createServer((_request, response) => {
    started ??= start();
    started.then(
      ({ place }) => response.end(JSON.stringify(place)),
      (error: unknown) => response.writeHead(500).end(inspect(error)),
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');

  return {
    // Sound: a server that listens at a port has an address of this kind.
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}/`,
    stop: async (): Promise<void> => {
      door.close();
      door.closeAllConnections();
      await started?.then(
        ({ stop }) => stop(),
        () => undefined, // It is not there, and who asked for it has been told.
      );
    },
  };
}

/** Where the shared bed is, once it is there. */
export async function askForSharedBed(url: string): Promise<BedPlace> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`VS Code for the tests could not be started.\n${await answer.text()}`);
  // Sound: it comes from `start` below.
  return (await answer.json()) as BedPlace;
}

/** There is no program on this PATH, ffmpeg the least of all: those in the package must do. */
const bareEnvironment = { PATH: '/nowhere' };

/**
 * What moves would be drawn anew sixty times a second, in software, and the ports of all programs looked for every other
 * second: at the cost, on two cores, of what is tested.
 */
const stillSettings: EditorSettings = {
  'editor.cursorBlinking': 'solid',
  'remote.autoForwardPorts': false,
  'workbench.reduceMotion': 'on',
};

/** For each page as it begins to load: what turns or glides there in spite of that, while something runs, stands still. */
export const holdStill = `{
  const turning = '.codicon-modifier-spin, .codicon-loading, .codicon-tree-item-loading::before, .progress-bit';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(turning + ' { animation: none !important }');
  document.adoptedStyleSheets.push(sheet);
}`;

async function start(): Promise<{ place: BedPlace; stop: () => Promise<void> }> {
  const bed = await installBed();
  const { stop, ...server } = await startServer({
    bed,
    extension: namedExtension(),
    settings: stillSettings,
    env: bareEnvironment,
  });
  const browser = await serveBrowser(bed.chromium).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  // Sound: it is what `startServer` has written.
  const settings = JSON.parse(await readFile(server.settingsFile, 'utf8')) as EditorSettings;
  return {
    // As JSON it is without what the server can do, which stays here.
    place: { server, browser: browser.wsEndpoint(), settings },
    stop: async () => {
      await browser.close();
      await stop();
    },
  };
}
