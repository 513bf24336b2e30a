import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findEngine } from '../../src/kernel/training/engines';
import { resolveSettings } from '../../src/shared/resolve-settings';
import type { Settings } from '../../src/shared/settings';
import { tfjsNodeFolder } from '../fixtures/training-engines';

const settingsWith = (engine: Settings['training']['engine'], paths: Partial<Settings>): Settings => {
  const { settings } = resolveSettings([{ source: 'test', values: { training: { engine } } }]);
  return { ...settings, ...paths };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gait-engine-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the engine of a run', () => {
  test('is WebAssembly where tfjs-node is not installed, and says how to get that', async () => {
    const found = await findEngine(settingsWith('auto', { tfjs_node_path: folder }));
    expect(found.id).toBe('tfjs-wasm');
    expect(found.versions['tfjs-backend-wasm']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(found.note).toContain(`tfjs-node is not installed in ${folder}.`);
    expect(found.note).toContain('npm install @tensorflow/tfjs-node');
  });

  test('says nothing of tfjs-node where WebAssembly is asked for', async () => {
    const found = await findEngine(settingsWith('wasm', { tfjs_node_path: folder }));
    expect(found).toEqual({ id: 'tfjs-wasm', versions: found.versions });
  });

  test('is refused where tfjs-node is asked for and is not there', async () => {
    await expect(findEngine(settingsWith('node', { tfjs_node_path: folder }))).rejects.toMatchObject({
      kind: 'bad-input',
      message: `training.engine asks for tfjs-node. tfjs-node is not installed in ${folder}.`,
    });
  });

  test('is WebAssembly where tfjs-node is installed and does not start, and says why', async () => {
    const broken = path.join(folder, 'node_modules/@tensorflow/tfjs-node');
    await mkdir(broken, { recursive: true });
    await writeFile(path.join(broken, 'package.json'), '{"version": "4.22.0", "main": "index.js"}');
    await writeFile(path.join(broken, 'index.js'), 'throw new Error("no libtensorflow here");');
    // A relative path starts from the working folder.
    const found = await findEngine(settingsWith('auto', { tfjs_node_path: '.' }), folder);
    expect(found.id).toBe('tfjs-wasm');
    expect(found.note).toContain('does not start');
    expect(found.note).toContain('no libtensorflow here');
    const noNode = settingsWith('auto', { tfjs_node_path: folder, node_path: path.join(folder, 'no-node') });
    expect((await findEngine(noNode)).note).toContain('ENOENT');
  });

  test('is tfjs-node where that runs', async () => {
    if (tfjsNodeFolder === undefined) {
      console.warn('NOT RUN on tfjs-node: GAIT_TFJS_NODE names no folder that it is installed in.');
      return;
    }
    const found = await findEngine(settingsWith('auto', { tfjs_node_path: tfjsNodeFolder }));
    expect(found).toMatchObject({
      id: 'tfjs-node',
      tfjsNodePath: tfjsNodeFolder,
      nodePath: process.execPath,
    });
    expect(found.versions).toMatchObject({ 'tfjs-node': '4.22.0', threads: '1' });
    expect(found.note).toBeUndefined();
  });
});
