import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './install';

const run = promisify(execFile);

/** Names a `.vsix`, or a folder with an unpacked extension, to test in place of what the sources make. */
const extensionVariable = 'GAIT_TEST_EXTENSION';

/** The extension to test; the run of the tests has made sure that there is one. */
export function namedExtension(): string {
  const named = process.env[extensionVariable];
  if (named === undefined || named === '')
    throw new Error(`${extensionVariable} names no extension: run the tests with vitest --project vscode.`);
  return named;
}

/** Sets what `namedExtension` gives: as it is named already, or packaged from the sources where that is needed. */
export async function provideExtension(say: (line: string) => void = console.error): Promise<void> {
  process.env[extensionVariable] ||= await packagedExtension(say);
}

/** What goes into the package: a package that is older than any of it is not of these sources. */
const sources = [
  'src',
  'configs',
  'samples',
  'media',
  'syntaxes',
  'language-configuration.json',
  'scripts/build.mjs',
  'scripts/build',
  'scripts/package.mjs',
  'scripts/package',
  'package.json',
  'package-lock.json',
];

async function packagedExtension(say: (line: string) => void): Promise<string> {
  const changedMs = Math.max(...(await Promise.all(sources.map((name) => lastChangeMs(inProject(name))))));
  const fresh = await newestPackage();
  if (fresh !== null && fresh.madeMs >= changedMs) return fresh.file;
  say('Packaging the extension (npm run package) …');
  try {
    await run('npm', ['run', 'package'], { cwd: projectRoot, maxBuffer: 2 ** 26 });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`The extension could not be packaged: npm run package failed.\n${said.trim()}`, {
      cause: error,
    });
  }
  const made = await newestPackage();
  if (made === null)
    throw new Error(`npm run package has left no .vsix for this platform in the project’s folder.`);
  return made.file;
}

const ofThisPlatform = `-${process.platform}-${process.arch}.vsix`;

const inProject = (name: string): string => path.join(projectRoot, name);

async function newestPackage(): Promise<{ file: string; madeMs: number } | null> {
  const names = (await readdir(projectRoot)).filter((name) => name.endsWith(ofThisPlatform));
  const packages = await Promise.all(
    names.map(async (name) => ({ file: inProject(name), madeMs: (await stat(inProject(name))).mtimeMs })),
  );
  return packages.sort((a, b) => b.madeMs - a.madeMs)[0] ?? null;
}

async function lastChangeMs(file: string): Promise<number> {
  const entry = await stat(file).catch(() => null);
  if (entry === null) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const within = await readdir(file, { recursive: true, withFileTypes: true });
  const changes = within
    .filter((each) => each.isFile())
    .map(async (each) => (await stat(path.join(each.parentPath, each.name))).mtimeMs);
  return Math.max(0, ...(await Promise.all(changes)));
}
