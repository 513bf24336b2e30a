import { FileType, RelativePattern, Uri, workspace, type NotebookDocument } from 'vscode';
import type { Files } from '../../shared/language/cell-context';
import type { SeenFile } from '../changed-files';

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
        return (await findAll(folder, path, 1)).length > 0;
      }
    },
  };
}

/**
 * A file that a notebook's cells speak of, or the files of a glob, as they are now. Null where there is none, or where it
 * may not be looked up.
 */
export async function seenFile(notebook: NotebookDocument, path: string): Promise<SeenFile | null> {
  const folder = folderOf(notebook);
  const uri = folder && workspace.isTrusted ? uriOf(folder, path) : null;
  if (!folder || !uri) return null;
  const file = await seen(uri);
  if (file !== null) return file;
  const uris = await findAll(folder, path, mostOfGlob);
  const found = (await Promise.all(uris.map(seen))).filter((each) => each !== null);
  if (found.length === 0) return null;
  return {
    print: found
      .map(({ print }) => print)
      .sort()
      .join('\n'),
    writtenMs: Math.max(...found.map(({ writtenMs }) => writtenMs)),
  };
}

async function seen(uri: Uri): Promise<SeenFile | null> {
  try {
    const { mtime, ctime, size } = await workspace.fs.stat(uri);
    return { print: [uri.toString(), mtime, ctime, size].join(' '), writtenMs: Math.max(mtime, ctime) };
  } catch {
    return null;
  }
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

/** So many of the files that a glob finds are looked at. */
const mostOfGlob = 200;

const signsOfGlob = /[*?{[(!]/;

/** The files that a glob finds, looked for below the last folder that it names in full; none where it is a path. */
async function findAll(folder: Uri, glob: string, most: number): Promise<readonly Uri[]> {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => signsOfGlob.test(part));
  if (first < 0) return [];
  const base = uriOf(folder, first === 0 ? '' : `${parts.slice(0, first).join('/')}/`);
  const pattern = new RelativePattern(base ?? folder, parts.slice(first).join('/'));
  try {
    return await workspace.findFiles(pattern, null, most);
  } catch {
    // It is still being written, and no glob yet.
    return [];
  }
}
