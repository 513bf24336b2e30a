import { FileType, workspace, type Uri } from 'vscode';

const isVideo = (name: string): boolean => /\.(mp4|mov|avi|mkv|m4v|webm|mpe?g|wmv)$/i.test(name);

/** Names of the videos in a folder; none where there is no folder, or it cannot be read. */
export async function videosBeside(folder: Uri | undefined): Promise<readonly string[]> {
  if (!folder) return [];
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => (type & FileType.File) !== 0 && isVideo(name))
      .map(([name]) => name)
      .sort();
  } catch {
    return [];
  }
}
