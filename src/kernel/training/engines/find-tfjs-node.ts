import { fork } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../../../shared/settings';
import { builtFile, packageRoot } from '../../package-files';
import { installedPackage } from './installed';

/** How tfjs-node stands on this machine. */
export type TfjsNode =
  | {
      readonly state: 'runs';
      readonly versions: Readonly<Record<string, string>>;
      /** Folder in whose `node_modules` it is. */
      readonly tfjsNodePath: string;
      readonly nodePath: string;
    }
  /** `says` is a whole sentence. */
  | { readonly state: 'missing' | 'broken'; readonly says: string; readonly hint: string };

const howToGet =
  'To get it, run "npm install @tensorflow/tfjs-node@4.22.0" in a folder of its own (or in a checkout of this project, where Google’s storage cannot be reached, "node scripts/install-tfjs-node.mjs FOLDER") and name that folder with tfjs_node_path.';

/** It loads in a second or two; on a machine that is busy with folds it takes its time. */
const patienceMs = 60_000;

/** What was seen to run stays so while this process lives. */
const seenToRun = new Map<string, TfjsNode>();

type Places = Pick<Settings, 'tfjs_node_path' | 'node_path'>;

/**
 * Looks for `@tensorflow/tfjs-node` and starts it once, in a process of its own.
 * @param workingFolder that relative paths start from.
 */
export async function findTfjsNode(
  { tfjs_node_path, node_path }: Places,
  workingFolder: string,
): Promise<TfjsNode> {
  const tfjsNodePath = tfjs_node_path === null ? packageRoot : path.resolve(workingFolder, tfjs_node_path);
  const installed = installedPackage('@tensorflow/tfjs-node', tfjsNodePath);
  if (!installed) {
    const where = tfjs_node_path === null ? '' : ` in ${tfjsNodePath}`;
    return { state: 'missing', says: `tfjs-node is not installed${where}.`, hint: howToGet };
  }
  const nodePath = nodeProgram(node_path, workingFolder);
  const key = JSON.stringify([tfjsNodePath, nodePath]);
  const seen = seenToRun.get(key);
  if (seen) return seen;
  const answer = await start(tfjsNodePath, nodePath);
  if (typeof answer === 'string') {
    return {
      state: 'broken',
      says: `tfjs-node ${installed.version} in ${installed.folder} does not start on ${nodePath}: ${answer}`,
      hint: `Name a Node.js program with node_path, or install the package again. ${howToGet}`,
    };
  }
  const found: TfjsNode = { state: 'runs', versions: answer, tfjsNodePath, nodePath };
  seenToRun.set(key, found);
  return found;
}

function nodeProgram(said: string | null, workingFolder: string): string {
  if (said === null) return process.versions['electron'] === undefined ? process.execPath : 'node';
  // A name alone is looked for on the PATH.
  return path.basename(said) === said ? said : path.resolve(workingFolder, said);
}

/** @returns its versions, or in words what was wrong. */
function start(tfjsNodePath: string, nodePath: string): Promise<Readonly<Record<string, string>> | string> {
  return new Promise((resolve) => {
    const child = fork(builtFile('tfjs-node-probe.js'), [tfjsNodePath], {
      execPath: nodePath,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: patienceMs,
    });
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
    child.once('message', (versions) => {
      // Sound: probe.ts sends nothing else.
      resolve(versions as Readonly<Record<string, string>>);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(/^\w*Error: .*$/m.exec(words)?.[0] ?? `it ended with ${signal ?? `code ${code}`}.`);
    });
  });
}
