import path from 'node:path';
import { RelativePattern, workspace, type Disposable, type NotebookDocument, type Uri } from 'vscode';
import { notebookTypes } from '../notebook-types';

/** Logs of runs, wherever in the workspace their stores are. */
const logs = '**/.gait/runs/*.jsonl';
const notOurs = '**/{node_modules,.git}/**';
const mostFound = 2000;

/** The stores whose runs are shown: those of the workspace's folders, and of the notebooks that are open. */
export class Stores implements Disposable {
  private readonly found = new Set<string>();
  private searched = false;
  private readonly watcher = workspace.createFileSystemWatcher(logs, false, true, true);

  /**
   * @param storeOf the store of a notebook; throws where it can have none.
   * @param onNew told when stores were found that were not known.
   */
  constructor(
    private readonly storeOf: (notebook: NotebookDocument) => string,
    private readonly onNew: () => void,
  ) {
    this.watcher.onDidCreate((file) => {
      if (this.add(file)) this.onNew();
    });
  }

  /**
   * The folders as they are known now; that of a store that was not made yet may be among them. With the first call the
   * workspace is looked through, which can take a while where it is large: what is found is told when it is.
   */
  folders(): readonly string[] {
    if (!this.searched) void this.search();
    const ofWorkspace = (workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => path.join(uri.fsPath, '.gait'));
    const ofNotebooks = workspace.notebookDocuments.flatMap((notebook) => this.storeOrNone(notebook));
    return [...new Set([...ofNotebooks, ...ofWorkspace, ...this.found])];
  }

  /** Looks through the workspace again. */
  async search(): Promise<void> {
    this.searched = true;
    for (const folder of workspace.workspaceFolders ?? []) {
      const pattern = new RelativePattern(folder, logs);
      const files = await workspace.findFiles(pattern, notOurs, mostFound);
      if (files.filter((file) => this.add(file)).length > 0) this.onNew();
    }
  }

  dispose(): void {
    this.watcher.dispose();
  }

  private add({ scheme, fsPath }: Uri): boolean {
    const store = path.dirname(path.dirname(fsPath));
    if (scheme !== 'file' || this.found.has(store)) return false;
    this.found.add(store);
    return true;
  }

  private storeOrNone(notebook: NotebookDocument): string[] {
    if (!notebookTypes.some((type) => type === notebook.notebookType)) return [];
    try {
      return [this.storeOf(notebook)];
    } catch {
      // One that is in no folder, or whose settings cannot be: running a cell says so.
      return [];
    }
  }
}
