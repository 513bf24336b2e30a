import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from './chromium';
import { bedVersions } from './versions';

const run = promisify(execFile);

/** The checkout that this file stands in. */
export const projectRoot = path.resolve(import.meta.dirname, '../../..');

const cacheFolder = path.join(projectRoot, '.vscode-test');
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** A bed that is whole: what to start and with what. */
export interface InstalledBed {
  /** Node that runs the server. */
  readonly node: string;
  /** The server's entry file. */
  readonly serverEntry: string;
  readonly chromium: string;
}

const bedFolder = path.join(
  cacheFolder,
  `code-server-${bedVersions['code-server']}-${nodePackage}-${bedVersions.node}`,
);
/** Written last: a folder without it is half an install. */
const markerFile = 'whole.json';
const making = 'installing-';

/** Makes sure that the bed is there; what is missing is installed, or the error says what to install. */
export async function installBed(say: (line: string) => void = console.error): Promise<InstalledBed> {
  const chromium = await findChromium(say);
  if (!(await isWhole(bedFolder))) {
    say(`Installing VS Code to test in (code-server ${bedVersions['code-server']}) into ${cacheFolder} …`);
    await removeLeftovers();
    await installServer();
  }
  return {
    node: path.join(bedFolder, 'node_modules', nodePackage, 'bin/node'),
    serverEntry: path.join(bedFolder, 'node_modules/code-server/out/node/entry.js'),
    chromium,
  };
}

async function isWhole(folder: string): Promise<boolean> {
  const marker = await readFile(path.join(folder, markerFile), 'utf8').catch(() => '');
  return marker === JSON.stringify(bedVersions);
}

/**
 * Installs into a folder of this process's own, which then takes its name in one step. So what has the name is whole,
 * and of two processes that install at once the later one finds the work done.
 */
async function installServer(): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(path.join(cacheFolder, `${making}${process.pid}-`));
  try {
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
    const packages = [`${nodePackage}@${bedVersions.node}`, `code-server@${bedVersions['code-server']}`];
    await npmInstall(folder, folder, ['--save-exact', ...packages]);
    // The server's own parts come without what they need, and with locks that `npm ci` does not accept.
    const server = path.join(folder, 'node_modules/code-server/lib/vscode');
    await npmInstall(folder, server, ['--omit=dev']);
    await npmInstall(folder, path.join(server, 'extensions'), ['--omit=dev']);
    await symlink('node_modules', path.join(server, 'node_modules.asar'));
    await writeFile(path.join(folder, markerFile), JSON.stringify(bedVersions));
    await takeName(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeName(folder: string): Promise<void> {
  if (existsSync(bedFolder) && !(await isWhole(bedFolder)))
    await rm(bedFolder, { recursive: true, force: true });
  try {
    await rename(folder, bedFolder);
  } catch (error) {
    if (!(await isWhole(bedFolder))) throw error;
  }
}

/** Install scripts are left out: nothing is compiled, and that of the Node package waits for ever. */
async function npmInstall(folder: string, cwd: string, args: readonly string[]): Promise<void> {
  const itsNode = path.join(folder, 'node_modules', nodePackage, 'bin');
  try {
    await run(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args],
      {
        cwd,
        env: { ...process.env, PATH: [itsNode, process.env['PATH']].join(path.delimiter) },
        maxBuffer: 2 ** 26,
      },
    );
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(
      `VS Code to test in could not be installed: npm install ${args.join(' ')} failed.\n${said.trim()}\n` +
        'It needs the npm registry (or a proxy of it, as npm is configured).',
      { cause: error },
    );
  }
}

/** What killed installs have left: folders named by processes that are gone. */
async function removeLeftovers(): Promise<void> {
  for (const name of existsSync(cacheFolder) ? await readdir(cacheFolder) : []) {
    const pid = Number(new RegExp(`^${making}(\\d+)-`).exec(name)?.[1] ?? NaN);
    if (Number.isInteger(pid) && !isAlive(pid))
      await rm(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
