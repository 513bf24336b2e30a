import { access, constants, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { badInput } from '../../shared/errors';

/** What a browser is looked for by: the system, and what it says of its folders. */
export interface BrowserPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const here = (): BrowserPlaces => ({ platform: process.platform, env: process.env, home: os.homedir() });

/** Names of browsers that print in the same way, on a PATH. */
const programs = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
] as const;

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'] as const;
const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
] as const;

/** Where a browser may be, the likeliest first. */
export function browserCandidates({ platform, env, home }: BrowserPlaces): string[] {
  const named = env['CHROME_PATH'];
  const candidates = named === undefined || named === '' ? [] : [named];
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return [
      ...candidates,
      ...windowsPrograms.flatMap((parts) => folders.map((folder) => path.win32.join(folder, ...parts))),
    ];
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  candidates.push(...programs.flatMap((name) => folders.map((folder) => path.posix.join(folder, name))));
  if (platform === 'darwin') {
    candidates.push(
      ...macApplications.flatMap((name) =>
        ['/', home].map((folder) =>
          path.posix.join(folder, 'Applications', `${name}.app`, 'Contents/MacOS', name),
        ),
      ),
    );
  }
  return candidates;
}

/**
 * The browser that prints a PDF.
 * @param named the one that the user chose; null where it is looked for.
 * @throws GaitError bad-input where there is none, with what to do instead.
 */
export async function findBrowser(named: string | null, places: BrowserPlaces = here()): Promise<string> {
  if (named !== null) {
    if (await isProgram(named)) return named;
    throw badInput(
      `There is no browser at ${named}.`,
      'Name the program of Chromium, Chrome or Edge itself.',
    );
  }
  for (const candidate of browserCandidates(places)) if (await isProgram(candidate)) return candidate;
  throw badInput(
    'A PDF is printed by Chromium, Chrome or Edge, and none of them was found.',
    'Export to HTML instead, open that file in any browser and print it from there: its print dialog saves as PDF. ' +
      'Or name the browser’s program: --browser on the command line, gaitNotebook.browserPath in VS Code’s settings.',
  );
}

const isProgram = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
};
