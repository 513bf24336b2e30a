// Makes the extension for VS Code: one `.vsix` for this platform, or for another with `--target darwin-arm64` and so on.
// Everything a run needs lies inside: models, wasm, ffmpeg. Only what differs between platforms, ffmpeg's binaries, is
// fetched from npm for another one.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { stageExtension } from './package/stage.mjs';
import { targets, thisTarget } from './package/targets.mjs';

/** Of the 102 MB for Linux on x64, ffmpeg and ffprobe take 53 and the pose models 42. */
const mostMegabytes = 110;

const { values } = parseArgs({
  options: { target: { type: 'string', default: thisTarget }, output: { type: 'string' } },
});
const { target } = values;
if (!(target in targets)) {
  console.error(
    `There is no extension for ${target}. Known targets are: ${Object.keys(targets).join(', ')}.`,
  );
  process.exit(2);
}

const { folder, version } = await stageExtension(target);
const file = path.resolve(values.output ?? `gait-notebook-${version}-${target}.vsix`);
await createVSIX({
  cwd: folder,
  packagePath: file,
  target,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
const megabytes = (await stat(file)).size / 1e6;
console.log(`\n${path.relative('.', file)}  ${megabytes.toFixed(1)} MB for ${target}`);
if (megabytes > mostMegabytes) {
  console.error(
    `That is more than ${mostMegabytes} MB: see what went in that no run needs (vsce ls --tree).`,
  );
  process.exit(1);
}
console.log(`Install it with: code --install-extension ${path.relative('.', file)}`);
const others = Object.keys(targets).filter((other) => other !== target);
console.log(`For other platforms: npm run package -- --target ${others.join(' | ')}`);
