import { FileType, RelativePattern, Uri, workspace, type NotebookDocument } from 'vscode';
import type { Files } from '../../shared/language/cell-context';

/**
 * The files that a notebook's cells speak of; null where it is in no folder. Nothing is looked up in a workspace that
 * is not trusted: a notebook from elsewhere must not choose what is touched on this machine.
 */
export function filesOf(notebook: NotebookDocument): Files | null {
  const folder = folderOf(notebook);
  if (!folder || !workspace.isTrusted) return null;
  return {
    list: async (path) => {
      const uri = uriOf(folder, path);
      if (!uri) return [];
      try {
        const entries = await workspace.fs.readDirectory(uri);
        return entries.map(([name, type]) => ({ name, folder: (type & FileType.Directory) !== 0 }));
      } catch {
        // There is no such folder.
        return [];
      }
    },
    exists: async (path) => {
      const uri = uriOf(folder, path);
      if (!uri) return true;
      try {
        await workspace.fs.stat(uri);
        return true;
      } catch {
        return findsAny(folder, path);
      }
    },
  };
}

/** Where relative paths start: the notebook's folder, or the workspace's while it was never saved. */
const folderOf = ({ isUntitled, uri }: NotebookDocument): Uri | undefined =>
  isUntitled ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(uri, '..');

/** Null for a path on another computer: asking for it would tell that computer who is here. */
function uriOf(folder: Uri, path: string): Uri | null {
  if (/^[\\/]{2}/.test(path)) return null;
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
  return isAbsolute
    ? folder.with({ path: Uri.file(path).path })
    : Uri.joinPath(folder, path.replaceAll('\\', '/'));
}

const signsOfGlob = /[*?{[(!]/;

/** Whether a glob finds a file, looked for below the last folder that it names in full. */
async function findsAny(folder: Uri, glob: string): Promise<boolean> {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => signsOfGlob.test(part));
  if (first < 0) return false;
  const base = uriOf(folder, first === 0 ? '' : `${parts.slice(0, first).join('/')}/`);
  const pattern = new RelativePattern(base ?? folder, parts.slice(first).join('/'));
  return (await workspace.findFiles(pattern, null, 1)).length > 0;
}
