import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { notebookSettings, type Inspected, type SettingName } from '../../src/extension/settings';

const base = path.resolve('/study');
const settingsOf = (values: Partial<Record<SettingName, Inspected>>) =>
  notebookSettings((name) => values[name], base);

describe('settings of the editor', () => {
  it('say nothing where nobody set them, so that the kernel’s own defaults hold', () => {
    expect(settingsOf({})).toEqual({
      editor: { configFile: null, layer: {}, sources: {} },
      store: null,
      livePlots: true,
      browserPath: null,
    });
  });

  it('go to the kernel with the place where each stands', () => {
    const { editor } = settingsOf({
      profile: { globalValue: 'accurate', workspaceValue: 'fast' },
      maxMemoryMb: { globalValue: 1024 },
      deadlineS: { workspaceFolderValue: 600 },
      ffmpegPath: { workspaceFolderValue: 'tools/ffmpeg', globalValue: '/usr/bin/ffmpeg' },
      tfjsNodePath: { globalValue: '~/tfjs' },
      nodePath: { workspaceValue: 'tools/node' },
    });
    expect(editor.layer).toEqual({
      performance_mode: 'fast',
      max_memory_mb: 1024,
      deadline_s: 600,
      ffmpeg_path: path.join(base, 'tools', 'ffmpeg'),
      tfjs_node_path: path.join(os.homedir(), 'tfjs'),
      node_path: path.join(base, 'tools', 'node'),
    });
    expect(editor.sources).toEqual({
      performance_mode: 'workspace settings',
      max_memory_mb: 'user settings',
      deadline_s: 'folder settings',
      ffmpeg_path: 'folder settings',
      tfjs_node_path: 'user settings',
      node_path: 'workspace settings',
    });
  });

  it('start paths from the workspace, or from the home folder', () => {
    const { editor, store } = settingsOf({
      configFile: { workspaceValue: 'gait.json' },
      store: { globalValue: '~/gait-store' },
    });
    expect(editor.configFile).toBe(path.join(base, 'gait.json'));
    expect(store).toBe(path.join(os.homedir(), 'gait-store'));
  });

  it('take a value away again with null or an empty text in a nearer place', () => {
    const { editor } = settingsOf({
      profile: { globalValue: 'fast', workspaceValue: '' },
      maxMemoryMb: { globalValue: 1024, workspaceFolderValue: null },
      deadlineS: { globalValue: 600, workspaceValue: null },
    });
    expect(editor).toEqual({ configFile: null, layer: {}, sources: {} });
  });

  it('take a share of the memory, and numbers that were typed as a text', () => {
    const layerOf = (name: SettingName, globalValue: unknown) =>
      settingsOf({ [name]: { globalValue } }).editor.layer;
    expect(layerOf('maxMemoryMb', '80%')).toEqual({ max_memory_mb: '80%' });
    expect(layerOf('maxMemoryMb', '512')).toEqual({ max_memory_mb: 512 });
    expect(layerOf('deadlineS', '90.5')).toEqual({ deadline_s: 90.5 });
  });

  it.each([
    ['maxMemoryMb', 'a lot'],
    ['maxMemoryMb', -1],
    ['deadlineS', 0],
    ['deadlineS', 'soon'],
    ['profile', 3],
    ['store', true],
  ] as const)('refuse %s: %j by its name and place', (name, globalValue) => {
    expect(() => settingsOf({ [name]: { globalValue } })).toThrow(
      `gaitNotebook.${name} in the user settings`,
    );
  });

  it('turn live plots off', () => {
    expect(settingsOf({ livePlots: { workspaceValue: false } }).livePlots).toBe(false);
  });
});
