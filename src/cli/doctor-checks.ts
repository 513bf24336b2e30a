import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { builtFile } from '../kernel/package-files';
import { modelComplexities, modelPath, poseModels } from '../kernel/pose/models';
import { installedPackage } from '../kernel/training/engines/installed';
import { findTfjsNode } from '../kernel/training/engines/find-tfjs-node';
import { findVideoTools } from '../kernel/video/ffmpeg';
import { toGaitError } from '../shared/errors';
import { counted } from '../shared/numbers';
import type { MachineInfo } from '../shared/run-record';
import type { Settings } from '../shared/settings';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `missing` is what analysis can do without. */
  readonly state: 'ok' | 'missing' | 'broken';
  readonly says: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What is looked at, and with which settings. */
interface Installation {
  readonly machine: MachineInfo;
  readonly availableMb: number;
  readonly settings: Settings;
  readonly workingFolder: string;
  readonly storeFolder: string;
}

/** Looks at everything that runs need. */
export const checkInstallation = async ({
  machine,
  availableMb,
  settings,
  workingFolder,
  storeFolder,
}: Installation): Promise<Check[]> => [
  nodeCheck(),
  {
    name: 'machine',
    state: 'ok',
    says: `${counted(machine.cores, 'core')} (${machine.cpu}), ${machine.memoryMb} MB of memory, ${availableMb} MB available`,
  },
  await videoCheck(settings.ffmpeg_path, workingFolder),
  mediapipeCheck(),
  ...(await Promise.all(modelComplexities.map(modelCheck))),
  workersCheck(),
  await trainingCheck(settings, workingFolder),
  await storeCheck(storeFolder),
];

const leastNode = 20;

function nodeCheck(): Check {
  const found = Number(process.versions.node.split('.')[0]);
  if (found >= leastNode) return { name: 'Node', state: 'ok', says: process.version };
  return {
    name: 'Node',
    state: 'broken',
    says: `${process.version} is too old`,
    hint: `Install Node ${leastNode} or later.`,
  };
}

async function videoCheck(ffmpegPath: string | null, workingFolder: string): Promise<Check> {
  try {
    const tools = await findVideoTools(ffmpegPath, workingFolder);
    const from = { setting: 'the setting ffmpeg_path', PATH: 'the PATH', package: 'the npm packages' }[
      tools.source
    ];
    return {
      name: 'ffmpeg',
      state: 'ok',
      says: `${tools.ffmpegVersion}, ${tools.ffmpegPath} and ${tools.ffprobePath} (from ${from})`,
    };
  } catch (thrown) {
    const { message, hint } = toGaitError(thrown);
    return { name: 'ffmpeg', state: 'broken', says: message, ...(hint === undefined ? {} : { hint }) };
  }
}

function mediapipeCheck(): Check {
  const found = installedPackage('@mediapipe/tasks-vision');
  return found === null
    ? { name: 'MediaPipe', state: 'broken', says: 'not installed', hint: 'Run npm ci in the package folder.' }
    : { name: 'MediaPipe', state: 'ok', says: found.version };
}

async function modelCheck(complexity: (typeof modelComplexities)[number]): Promise<Check> {
  const { name, sha256 } = poseModels[complexity];
  const check = `model ${name}`;
  const build = 'Run npm run build in the package folder.';
  const file = modelPath(complexity);
  if (!existsSync(file)) return { name: check, state: 'broken', says: `${file} is not built`, hint: build };
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = hash.digest('hex');
  return digest === sha256
    ? { name: check, state: 'ok', says: `sha256 ${digest}` }
    : {
        name: check,
        state: 'broken',
        says: `${file} is not the file it should be (sha256 ${digest})`,
        hint: build,
      };
}

function workersCheck(): Check {
  const absent = [
    'pose-worker.js',
    'monitor-worker.js',
    'benchmark-run.js',
    'phantom-worker.js',
    'fold-worker.js',
    'tfjs-node-probe.js',
  ].filter((name) => !existsSync(builtFile(name)));
  return absent.length === 0
    ? { name: 'workers', state: 'ok', says: 'built' }
    : {
        name: 'workers',
        state: 'broken',
        says: `not built: ${absent.join(', ')}`,
        hint: 'Run npm run build in the package folder.',
      };
}

/** Training runs without it, only slower. */
async function trainingCheck(settings: Settings, workingFolder: string): Promise<Check> {
  const found = await findTfjsNode(settings, workingFolder);
  if (found.state === 'runs') {
    const versions = Object.entries(found.versions).map(([name, version]) => `${name} ${version}`);
    const where = `in ${found.tfjsNodePath}, on ${found.nodePath}`;
    return { name: 'tfjs-node', state: 'ok', says: `${versions.join(', ')} (${where})` };
  }
  return {
    name: 'tfjs-node',
    state: 'missing',
    says: `${found.says} Training runs in WebAssembly instead.`,
    hint: found.hint,
  };
}

async function storeCheck(folder: string): Promise<Check> {
  // The store is made when it is first needed: until then its nearest folder tells.
  let standing = folder;
  while (!existsSync(standing)) standing = path.dirname(standing);
  try {
    await access(standing, constants.W_OK);
    await rm(await mkdtemp(path.join(standing, '.gait-doctor-')), { recursive: true });
    const { bavail, bsize } = await statfs(standing);
    return {
      name: 'store',
      state: 'ok',
      says: `${folder}, ${Math.floor((bavail * bsize) / 2 ** 20)} MB free`,
    };
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown error';
    return {
      name: 'store',
      state: 'broken',
      says: `${folder} cannot be written (${code})`,
      hint: 'Choose another folder with --store.',
    };
  }
}
