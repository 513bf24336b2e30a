// Installs TensorFlow.js for Node into a folder of its own, from npm's and PyPI's packages alone:
//
//   node scripts/install-tfjs-node.mjs FOLDER
//
// The package's own install fetches the TensorFlow library from Google's storage, which many networks refuse. PyPI's
// wheel of TensorFlow holds the same library in a newer version, and the package's binding is built against that one.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const pins = path.join(import.meta.dirname, 'tfjs-node');

/** The highest that the binding knows: its loader looks for the built file under this number. */
const nodeApiVersion = 8;

/** Python: puts the wheel's two libraries and the headers of its C interface under lib/ and include/. */
const unpack = `
import pathlib, shutil, sys, zipfile
wheel, into = sys.argv[1:]
wanted = ('libtensorflow', 'THIRD_PARTY_NOTICES.txt', 'include/tensorflow/c/', 'include/tsl/c/',
          'include/tensorflow/core/platform/ctstring', 'include/tsl/platform/ctstring')
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        name = entry.filename.removeprefix('tensorflow/')
        if entry.is_dir() or not name.startswith(wanted): continue
        file = pathlib.Path(into, 'lib' if name.startswith('lib') else '', name)
        file.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, file.open('wb') as target: shutil.copyfileobj(source, target)
`;

/** Node: computes something with what was installed. */
const check = `
require('node:util').isNullOrUndefined ??= (value) => value == null;
const tf = require('@tensorflow/tfjs-node');
const [sum] = tf.sum(tf.matMul(tf.ones([8, 8]), tf.ones([8, 8]))).dataSync();
if (tf.getBackend() !== 'tensorflow' || sum !== 512) throw new Error('It computes wrongly: ' + sum);
console.log('tfjs-node ' + tf.version['tfjs-node'] + ' computes with TensorFlow ' + tf.backend().binding.TF_Version + '.');
`;

const compiler = process.env.CXX ?? 'c++';
const python = process.env.PYTHON ?? 'python3';

if (!process.argv[2]) stop('Say which folder to install into: node scripts/install-tfjs-node.mjs FOLDER', 2);
const folder = path.resolve(process.argv[2]);
if (process.platform !== 'linux' || process.arch !== 'x64') {
  stop(
    'This way is for Linux on x64. Elsewhere the package installs itself where Google’s storage can be reached: ' +
      `npm install --prefix ${folder} @tensorflow/tfjs-node@4.22.0`,
    2,
  );
}
await need(compiler, ['--version'], 'a C++ compiler (on Debian: apt install g++; or name one in CXX)');
await need(
  python,
  ['-m', 'pip', '--version'],
  'Python 3 with pip (on Debian: apt install python3-pip; or PYTHON)',
);

await mkdir(folder, { recursive: true });
const modules = path.join(folder, 'node_modules');
const tfjsNode = path.join(modules, '@tensorflow', 'tfjs-node');
const deps = path.join(tfjsNode, 'deps');
const scratch = await mkdtemp(path.join(folder, 'installing-'));
try {
  console.error('1/4  packages of npm');
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(path.join(pins, file), path.join(folder, file));
  }
  // Without the packages' scripts, as one of them is the download that this stands in for.
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });

  console.error('2/4  TensorFlow from PyPI, about 200 MB');
  await run(python, [
    ...['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--only-binary=:all:', '--require-hashes'],
    ...['--implementation', 'cp', '--python-version', '3.10', '--platform', 'manylinux2014_x86_64'],
    ...['--requirement', path.join(pins, 'requirements.txt'), '--dest', scratch],
  ]);

  console.error('3/4  its libraries and headers, about 600 MB');
  const wheel = (await readdir(scratch)).find((name) => name.endsWith('.whl'));
  await run(python, ['-c', unpack, path.join(scratch, wheel), deps]);
  // The names that the linker looks for.
  await symlink('libtensorflow_cc.so.2', path.join(deps, 'lib', 'libtensorflow.so'));
  await symlink('libtensorflow_framework.so.2', path.join(deps, 'lib', 'libtensorflow_framework.so'));

  console.error('4/4  the binding');
  const built = path.join(tfjsNode, 'lib', `napi-v${nodeApiVersion}`);
  await mkdir(built, { recursive: true });
  await run(compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', `-DNAPI_VERSION=${nodeApiVersion}`],
    `-I${path.join(modules, 'node-api-headers', 'include')}`,
    `-I${path.join(deps, 'include')}`,
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(tfjsNode, 'binding', name)),
    ...[`-L${path.join(deps, 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ...['-o', path.join(built, 'tfjs_binding.node')],
  ]);
  console.error(await run(process.execPath, ['-e', check], { cwd: folder }));
  console.error(`Name the folder in a configuration file: "tfjs_node_path": ${JSON.stringify(folder)}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Runs a program to its end; what it said is part of the error when it fails. */
async function run(program, args, options = {}) {
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      env: environment,
      maxBuffer: 1e8,
      ...options,
    });
    return stdout.trim();
  } catch (error) {
    throw new Error(`${program} ${args[0]} … failed:\n${error.stderr || error.message}`);
  }
}

async function need(program, args, what) {
  try {
    await run(program, args);
  } catch {
    stop(`${what} is missing: it is needed to install TensorFlow.js for Node.`, 2);
  }
}

function stop(message, code) {
  console.error(message);
  process.exit(code);
}
