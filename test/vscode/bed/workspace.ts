import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a folder is to hold, by path within it: text to write, or a file or folder to copy. */
export type WorkspaceFiles = Readonly<Record<string, string | { readonly copyOf: string }>>;

/** A folder of its own for a window, with these files in it. */
export async function makeWorkspace(within: string, files: WorkspaceFiles): Promise<string> {
  const folder = await mkdtemp(path.join(within, 'workspace-'));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    if (typeof content === 'string') await writeFile(file, content);
    else await cp(content.copyOf, file, { recursive: true });
  }
  return folder;
}
