import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '../../package-files';

/** A package as Node finds it from a folder. */
export interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
}

/** @param from folder whose `node_modules`, or that of a folder above it, is looked into. */
export function installedPackage(name: string, from = packageRoot): InstalledPackage | null {
  const folder = createRequire(path.join(from, 'package.json'))
    .resolve.paths(name)
    ?.map((parent) => path.join(parent, name))
    .find((candidate) => existsSync(path.join(candidate, 'package.json')));
  if (folder === undefined) return null;
  // Sound: every installed package has a version.
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { folder, version };
}
