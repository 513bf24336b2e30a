import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastWords } from '../../processes/last-words';
import { ownedName } from '../../processes/owner';
import { killTree } from '../../processes/process-group';
import { cancelled, GaitError } from '../../shared/errors';
import { followProcessTree } from '../performance/process-tree';
import { sweep } from '../store/leftovers';

/** A page of many walks is printed in seconds, on a busy machine in some more. */
const timeoutMs = 120_000;
const lastWordsCharacters = 2000;
const workPrefix = 'gait-print-';

/**
 * Prints a page to PDF with an installed browser, which gets a profile of its own, reaches no network and leaves nothing
 * behind; what a killed process left in the folder goes as well.
 * @param folder of the user's, in which a temporary folder is made: some browsers may read no other places.
 * @throws GaitError where the browser does not print it; AbortError's kind where the signal fires.
 */
export async function printPdf(
  html: string,
  {
    browser,
    folder,
    signal,
  }: { readonly browser: string; readonly folder: string; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true });
  await sweep(folder, workPrefix);
  const work = path.join(folder, workPrefix + ownedName());
  // The page may show a patient's data.
  await mkdir(work, { mode: 0o700 });
  try {
    const [page, pdf] = [path.join(work, 'page.html'), path.join(work, 'page.pdf')];
    await writeFile(page, html);
    const { exitCode, said } = await run(
      browser,
      printArguments(page, pdf, path.join(work, 'profile')),
      signal,
    );
    const printed = await readFile(pdf).catch(() => null);
    if (printed === null || !printed.subarray(0, 5).equals(Buffer.from('%PDF-'))) {
      throw new GaitError(
        'failed',
        `The browser ${browser} did not print the page (exit code ${exitCode ?? 'none'}).${said === '' ? '' : ` It said: ${said}`}`,
        'Export to HTML instead, open that file in any browser and print it from there, or name another browser.',
      );
    }
    return printed;
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

const printArguments = (page: string, pdf: string, profile: string): string[] => [
  '--headless',
  '--disable-gpu',
  // Its sandbox cannot be had as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  `--user-data-dir=${profile}`,
  '--no-pdf-header-footer',
  `--print-to-pdf=${pdf}`,
  pathToFileURL(page).href,
];

function run(
  browser: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly exitCode: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
    const words = lastWords([child.stderr], lastWordsCharacters);
    const kill = (): void => {
      killBrowser(child);
    };
    const patience = setTimeout(kill, timeoutMs);
    signal.addEventListener('abort', kill, { once: true });
    const over = (): void => {
      clearTimeout(patience);
      signal.removeEventListener('abort', kill);
    };
    child.once('error', (thrown) => {
      over();
      reject(
        new GaitError('failed', `The browser ${browser} cannot be started: ${thrown.message}`, undefined, {
          cause: thrown,
        }),
      );
    });
    child.once('exit', (exitCode) => {
      over();
      if (signal.aborted) reject(cancelled());
      else resolve({ exitCode, said: words() });
    });
  });
}

/**
 * Ends a browser and all that it started. They are of this process's own group, so that whoever ends that group, because
 * this process hangs or has been killed, ends them too: so it cannot be ended as a group of its own.
 */
function killBrowser(child: ChildProcess): void {
  if (process.platform === 'win32') {
    killTree(child);
    return;
  }
  for (const pid of familyOf(child)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

function familyOf({ pid }: ChildProcess): number[] {
  if (pid === undefined) return [];
  try {
    const tree = followProcessTree(pid);
    try {
      return (tree.read()?.processes ?? []).map((process) => process.pid);
    } finally {
      tree.close();
    }
  } catch {
    // It has ended: what it started ends as it finds itself alone.
    return [];
  }
}
