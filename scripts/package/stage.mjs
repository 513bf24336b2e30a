// The folder that becomes the extension: code in one piece, and beside it only the files that are read as files.
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { worlds } from '../build/worlds.mjs';
import { bundledLicences } from './licences.mjs';
import { targets, thisTarget } from './targets.mjs';

const stage = path.resolve('dist-vsix');

/** Packages whose files are opened by path at run time; all others are bundled. */
const mediapipe = '@mediapipe/tasks-vision';
/** Bundled but for its WebAssembly, whose folder is found by the package's own description. */
const tfjsWasm = '@tensorflow/tfjs-backend-wasm';
const installers = { '@ffmpeg-installer': 'ffmpeg', '@ffprobe-installer': 'ffprobe' };

/** What is taken as it is. */
const asTheyAre = [
  'configs',
  'samples',
  'media',
  'syntaxes',
  'language-configuration.json',
  'licenses',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'THIRD_PARTY_NOTICES.md',
];

/**
 * @param {string} target
 * @returns {Promise<{ folder: string, version: string }>}
 */
export async function stageExtension(target) {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  const dependencies = pick(manifest.dependencies, [
    mediapipe,
    ...Object.entries(installers).map(([scope, name]) => `${scope}/${name}`),
  ]);
  const bundles = [];
  for (const options of worlds({ outdir: path.join(stage, 'dist'), filesOf: Object.keys(dependencies) }))
    bundles.push(await build({ ...options, logLevel: 'warning', metafile: true }));
  await cp('dist/models', path.join(stage, 'dist/models'), { recursive: true });
  for (const name of asTheyAre.filter((file) => existsSync(file)))
    await cp(name, path.join(stage, name), { recursive: true });
  await writeFile(
    path.join(stage, 'licenses/bundled.txt'),
    await bundledLicences(bundles.map(({ metafile }) => metafile)),
  );
  await copyFiles(mediapipe, [
    'package.json',
    'vision_bundle.cjs',
    'wasm/vision_wasm_internal.js',
    'wasm/vision_wasm_internal.wasm',
  ]);
  dependencies[tfjsWasm] = await copyTfjsWasm();
  for (const [scope, name] of Object.entries(installers)) await copyProgram(scope, name, target);
  const notForUsers = ['devDependencies', 'scripts', 'bin', 'exports', 'types', 'files'];
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !notForUsers.includes(key)));
  await writeFile(path.join(stage, 'package.json'), JSON.stringify({ ...kept, dependencies }, null, 2));
  return { folder: stage, version: manifest.version };
}

/** The files of a package that Node loads: of its builds of WebAssembly only one. */
async function copyFiles(name, files) {
  const from = path.join('node_modules', name);
  const to = path.join(stage, from);
  for (const file of files) await cp(path.join(from, file), path.join(to, file));
}

/**
 * Its WebAssembly, with a description that names none of what it needs as code: that is bundled, and the packager asks
 * npm whether anything is missing.
 */
async function copyTfjsWasm() {
  await copyFiles(tfjsWasm, ['dist/tfjs-backend-wasm-simd.wasm']);
  const { name, version, license } = await manifestOf(tfjsWasm);
  const described = path.join(stage, 'node_modules', name, 'package.json');
  await writeFile(described, JSON.stringify({ name, version, license }));
  return version;
}

/** The installer package and the binary of the target: this platform's is installed, another's comes from npm. */
async function copyProgram(scope, name, target) {
  const wrapper = path.join('node_modules', scope, name);
  for (const file of ['package.json', 'index.js', 'lib'])
    await cp(path.join(wrapper, file), path.join(stage, wrapper, file), {
      recursive: true,
      filter: isWanted,
    });
  const binary = `${scope}/${targets[target]}`;
  const to = path.join(stage, 'node_modules', binary);
  if (target === thisTarget) {
    await cp(path.join('node_modules', binary), to, { recursive: true });
  } else {
    const { optionalDependencies } = await manifestOf(`${scope}/${name}`);
    await fetchPackage(`${binary}@${optionalDependencies[binary]}`, to);
  }
  for (const file of await readdir(to))
    if (file === name || file === `${name}.exe`) await chmod(path.join(to, file), 0o755);
}

const manifestOf = async (name) =>
  JSON.parse(await readFile(path.join('node_modules', name, 'package.json'), 'utf8'));

/** npm installs no package made for another platform, but packs it. */
async function fetchPackage(spec, to) {
  const run = promisify(execFile);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gait-package-'));
  try {
    const { stdout } = await run('npm', ['pack', spec, '--pack-destination', folder, '--silent']);
    await mkdir(to, { recursive: true });
    await run('tar', ['-xzf', path.join(folder, stdout.trim()), '-C', to, '--strip-components=1']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An editor's copies of older files came with one of them. */
const isWanted = (file) => !file.endsWith('~');

const pick = (table, names) => Object.fromEntries(names.map((name) => [name, table[name]]));
