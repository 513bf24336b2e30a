import { Uri, workspace } from 'vscode';
import { GaitError } from '../../shared/errors';
import { parseConfigFile, type ConfigFile } from '../../shared/resolve-settings';
import { settingsOf } from '../settings-of-notebook';
import type { LayersOf } from './notebook-cells';

/** The layers that the kernel is given with each run: the configuration file, then the editor's settings. */
export const editorLayers: LayersOf = async (notebook) => {
  try {
    const { configFile, layer } = settingsOf(notebook).editor;
    const config = configFile === null ? null : await readConfig(configFile);
    return {
      layers: [
        ...(config ? [{ source: 'config', values: config.settings }] : []),
        { source: 'settings', values: layer },
      ],
      profiles: config?.profiles ?? {},
    };
  } catch (thrown) {
    // A setting that cannot be is told where the cell runs; no cell is to blame for it.
    if (thrown instanceof GaitError) return { layers: [], profiles: {} };
    throw thrown;
  }
};

async function readConfig(file: string): Promise<ConfigFile | null> {
  let bytes: Uint8Array;
  try {
    bytes = await workspace.fs.readFile(Uri.file(file));
  } catch {
    // It is not there: the run says so.
    return null;
  }
  return parseConfigFile(new TextDecoder().decode(bytes), file);
}
