import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The browser and letters for it to write with: without fonts every text is a row of boxes. */
const debianPackages = ['chromium', 'fonts-dejavu-core'];

/** The browser that plays the user; installed where this may be done without asking. */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`There is no browser at ${named}, which CHROME_PATH names.`);
  }
  const there = installedChromium();
  if (there !== null) return there;

  const isRoot = process.getuid?.() === 0;
  if (!isRoot || onPath('apt-get') === null) throw new Error(howToInstall);
  say(`Installing ${debianPackages.join(' and ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...debianPackages], {
      env,
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    throw new Error(`${howToInstall}\napt-get failed: ${String(error)}`, { cause: error });
  }
  const installed = installedChromium();
  if (installed === null) throw new Error(howToInstall);
  return installed;
}

const howToInstall =
  'The tests in VS Code need Chromium or Chrome, and there is none. On Debian or Ubuntu, as root:\n' +
  `  apt-get install -y --no-install-recommends ${debianPackages.join(' ')}\n` +
  'Elsewhere install Chrome or Chromium and name its program in CHROME_PATH.';

function installedChromium(): string | null {
  for (const name of ['chromium', 'google-chrome', 'google-chrome-stable']) {
    const found = onPath(name);
    if (found !== null) return found;
  }
  const usual = ['/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return usual.find((file) => existsSync(file)) ?? null;
}

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}
