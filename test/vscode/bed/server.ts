import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { markName } from '../../fixtures/process-watch';
import type { InstalledBed } from './install';
import {
  endProcesses,
  extensionsFolderName,
  killProcesses,
  markedProcesses,
  type BedProcess,
} from './processes';
import { until } from './until';

const run = promisify(execFile);

export type EditorSettings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  readonly bed: InstalledBed;
  /** The extension under test: a `.vsix`, or a folder with an unpacked extension. */
  readonly extension: string;
  /** The user's settings beside those that keep a run quiet. */
  readonly settings?: EditorSettings;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where a server is, and how its processes are known: all that another process needs to use it. */
export interface ServerPlace {
  readonly url: string;
  /** Temporary folder of this server; it goes when the server stops. */
  readonly folder: string;
  readonly settingsFile: string;
  /** What its processes carry in their environment. */
  readonly mark: string;
}

export interface BedServer extends ServerPlace {
  /** All its processes: windows' extension hosts, kernels and what those started among them. */
  readonly processes: () => BedProcess[];
}

/** A server that another process has started, and will stop. */
export const serverAt = (place: ServerPlace): BedServer => ({
  ...place,
  processes: () => markedProcesses(place.mark),
});

/** What keeps a run quiet and the same each time. */
const quietSettings: EditorSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // Otherwise typing changes the file, and no file is ever marked as changed.
  'files.autoSave': 'off',
  // Every folder is trusted from the start: else it is not (Restricted Mode) until the user says so.
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.restoreWindows': 'none',
  // A profile that has not seen these types yet opens their files as text, and goes on to.
  'window.autoDetectColorScheme': false,
  'workbench.editorAssociations': { '*.gaitnb': 'gait-notebook', '*.ipynb': 'jupyter-notebook' },
  // Settings open in a tab like any file, not in a window over all others.
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** A server that nobody uses for so long ends by itself, should the tests have been killed. */
const idleTimeoutS = 600;
/** The extension host of a window that is closed, and with it its kernel, is kept no longer than this. */
const reconnectionGraceS = 5;
const readyWithinMs = 60_000;
const lastLines = 40;

/** Starts VS Code as a server of this machine alone, with a profile, extensions and a temporary folder of its own. */
export async function startServer({
  bed,
  extension,
  settings = {},
  env,
}: ServerOptions): Promise<BedServer & { readonly stop: () => Promise<void> }> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'gait-vscode-')));
  const profile = path.join(folder, 'profile');
  const extensions = path.join(folder, extensionsFolderName);
  const settingsFile = path.join(profile, 'User/settings.json');
  const userSettings: EditorSettings = { ...quietSettings, ...settings };
  const mark = randomUUID();
  const options = {
    cwd: folder,
    env: {
      ...withoutTraces(process.env),
      // No gallery to ask for updates: what is tested is all there.
      EXTENSIONS_GALLERY: '{}',
      // The PATH is the one that is given here, not the one that a login shell of this machine would make.
      VSCODE_CLI: '1',
      XDG_CONFIG_HOME: path.join(profile, 'config'),
      XDG_DATA_HOME: path.join(profile, 'data'),
      ...env,
      [markName]: mark,
    },
  };
  const places = ['--user-data-dir', profile, '--extensions-dir', extensions];
  const configuration = ['--config', path.join(profile, 'code-server.yaml')];

  const killAtExit = (): void => {
    killProcesses(mark);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    await endProcesses(mark);
    process.off('exit', killAtExit);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    await mkdir(path.dirname(settingsFile), { recursive: true });
    await mkdir(extensions);
    await writeFile(settingsFile, JSON.stringify(userSettings, null, 2));
    if ((await stat(extension)).isDirectory()) await installFolder(extension, extensions);
    else
      await run(
        bed.node,
        [bed.serverEntry, ...configuration, ...places, '--install-extension', extension],
        options,
      );

    const server = spawn(
      bed.node,
      [
        bed.serverEntry,
        ...configuration,
        ...places,
        ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
        ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
        ...['--idle-timeout-seconds', String(idleTimeoutS)],
        ...['--reconnection-grace-time', String(reconnectionGraceS)],
      ],
      { ...options, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    const listen = (text: Buffer): void => {
      said += text.toString();
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    const log = (): string => said.split('\n').slice(-lastLines).join('\n');

    const url = await until(
      'VS Code’s server to be ready',
      async () => {
        if (server.exitCode !== null || server.signalCode !== null)
          throw new Error(`VS Code’s server has ended before it was ready:\n${log()}`);
        const address = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
        if (address === undefined) return null;
        const answer = await fetch(`${address}/healthz`).catch(() => null);
        return answer?.ok === true ? address : null;
      },
      readyWithinMs,
    );

    return { ...serverAt({ url, folder, settingsFile, mark }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As a `.vsix` is unpacked: a folder named for the publisher, the name and the version. */
async function installFolder(extension: string, extensions: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8')) as Record<
    'publisher' | 'name' | 'version',
    string
  >;
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  await cp(extension, path.join(extensions, name), { recursive: true });
}

/** The environment without what the test runner, npm or an editor around it has put there. */
function withoutTraces(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|NODE_V8_COVERAGE$|npm_|VSCODE_|ELECTRON_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
