/**
 * Makes the model bundles that MediaPipe's Pose Landmarker loads, from the files of the npm package
 * `@mediapipe/pose`; `npm run build` runs it. No network: everything is in `node_modules`.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { packageRoot } from '../package-files';
import { modelComplexities, modelPath, poseModels } from './models';
import { withMetadata } from './tflite-metadata';

const detectorName = 'pose_detection.tflite';

function poseFolder(): string {
  const require = createRequire(path.join(packageRoot, 'package.json'));
  try {
    return path.dirname(require.resolve('@mediapipe/pose/package.json'));
  } catch {
    throw new Error(
      'The pose models come from the npm package @mediapipe/pose, which is not installed. Run "npm ci" and build again.',
    );
  }
}

/** The person detector: a slice of a packed file, whose table of contents stands in the loader script. */
async function readDetector(folder: string): Promise<Uint8Array> {
  const loader = await readFile(path.join(folder, 'pose_solution_packed_assets_loader.js'), 'utf8');
  const contents = /"files":\s*(\[[^\]]*\])/.exec(loader)?.[1];
  const files = JSON.parse(contents ?? '[]') as { filename: string; start: number; end: number }[];
  const entry = files.find(({ filename }) => filename.endsWith(detectorName));
  if (entry === undefined) throw new Error(`@mediapipe/pose holds no ${detectorName}.`);
  const packed = await readFile(path.join(folder, 'pose_solution_packed_assets.data'));
  return packed.subarray(entry.start, entry.end);
}

/** An uncompressed zip whose files start at multiples of 16 bytes, so that models can be used where they lie. */
function alignedZip(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const localHeaderBytes = 30;
  const extraHeaderBytes = 4;
  const alignmentField = 0xd935;
  const contents: Zippable = {};
  let end = 0;
  for (const [name, bytes] of files) {
    const start = end + localHeaderBytes + name.length + extraHeaderBytes;
    const padding = (16 - (start % 16)) % 16;
    contents[name] = [
      bytes,
      { level: 0, mtime: new Date(1980, 0, 1), extra: { [alignmentField]: new Uint8Array(padding) } },
    ];
    end = start + padding + bytes.length;
  }
  return zipSync(contents);
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function buildModels(): Promise<void> {
  const missing: (typeof modelComplexities)[number][] = [];
  for (const complexity of modelComplexities) {
    const file = modelPath(complexity);
    const right = existsSync(file) && digest(await readFile(file)) === poseModels[complexity].sha256;
    if (!right) missing.push(complexity);
  }
  if (missing.length === 0) return;

  const folder = poseFolder();
  const detector = withMetadata(await readDetector(folder), { mean: 127.5, std: 127.5 });
  for (const complexity of missing) {
    const { name, sha256 } = poseModels[complexity];
    const tflite = await readFile(path.join(folder, `pose_landmark_${name}.tflite`));
    const bundle = alignedZip([
      ['pose_detector.tflite', detector],
      ['pose_landmarks_detector.tflite', withMetadata(tflite, { mean: 0, std: 255 })],
    ]);
    if (digest(bundle) !== sha256) {
      throw new Error(
        `The ${name} pose model came out different from the one this version was tested with (sha256 ${digest(bundle)}). ` +
          'Run "npm ci" to get the versions of @mediapipe/pose, flatbuffers and fflate that package-lock.json names.',
      );
    }
    const file = modelPath(complexity);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}.part`, bundle);
    await rename(`${file}.${process.pid}.part`, file);
  }
}

try {
  await buildModels();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
