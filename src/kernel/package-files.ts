import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds this package: the same from the sources and from the built files. */
export const packageRoot: string = (() => {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) throw new Error('Gait Notebook cannot find its own package folder.');
  }
})();

/** A file that the build makes (`npm run build`): workers, models. */
export const builtFile = (name: string): string => path.join(packageRoot, 'dist', name);

/** This package's own version. */
export function packageVersion(): string {
  // Sound: npm asks for a version in every package.json.
  return (JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string })
    .version;
}
