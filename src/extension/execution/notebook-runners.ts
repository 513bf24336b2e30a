import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  commands,
  env,
  window,
  workspace,
  type Disposable,
  type LogOutputChannel,
  type NotebookCell,
  type NotebookController,
  type NotebookDocument,
} from 'vscode';
import { badInput } from '../../shared/errors';
import type { KnownPaths } from '../../shared/known-folders';
import type { SessionSetup } from '../../shared/protocol';
import type { CellRunner } from '../controllers';
import type { KernelClient } from '../kernel/kernel-client';
import type { NotebookSettings } from '../settings';
import { settingsOf } from '../settings-of-notebook';
import { editorCellRun } from './editor-cell-run';
import type { LiveMessages } from './live-messages';
import { homeOf, type NotebookHome } from './notebook-home';
import { NotebookKernel } from './notebook-kernel';
import { NotebookRunner } from './notebook-runner';

interface Running {
  readonly kernel: NotebookKernel;
  readonly runner: NotebookRunner;
}

/** The queue and the kernel of every notebook that was run in this window. */
export class NotebookRunners implements CellRunner, Disposable {
  readonly controllerId = 'gait-kernel';
  readonly description = 'Runs gait cells on this computer';
  private readonly running = new Map<NotebookDocument, Running>();
  private readonly closed: Disposable;

  /** @param kernelFile the built kernel, absolute. */
  constructor(
    private readonly kernelFile: string,
    private readonly live: LiveMessages,
    private readonly log: LogOutputChannel,
  ) {
    this.closed = workspace.onDidCloseNotebookDocument((notebook) => void this.close(notebook));
  }

  run(cells: NotebookCell[], notebook: NotebookDocument, controller: NotebookController): Promise<void> {
    return this.of(notebook).runner.run(cells.map((cell) => editorCellRun(cell, controller)));
  }

  async interrupt(notebook: NotebookDocument): Promise<void> {
    await this.running.get(notebook)?.runner.interrupt();
  }

  /** Ends the kernel; the next run starts a new one, which finds again what the store holds. */
  async restart(notebook: NotebookDocument): Promise<void> {
    const running = this.running.get(notebook);
    await running?.runner.interrupt();
    await running?.kernel.stop();
    running?.runner.countAnew();
    this.log.info(`The kernel of ${nameOf(notebook)} was ended; the next run starts a new one.`);
  }

  /**
   * The notebook's kernel, started where none lives.
   * @throws GaitError where there can be none.
   */
  kernel(notebook: NotebookDocument): Promise<KernelClient> {
    return this.start(notebook, this.of(notebook).kernel);
  }

  /**
   * Folder of the notebook's stored results.
   * @throws GaitError where there can be none.
   */
  storeOf(notebook: NotebookDocument): string {
    return settingsOf(notebook).store ?? path.join(homeOfNotebook(notebook).workingFolder, '.gait');
  }

  async dispose(): Promise<void> {
    this.closed.dispose();
    await Promise.all([...this.running.keys()].map((notebook) => this.close(notebook)));
  }

  private async close(notebook: NotebookDocument): Promise<void> {
    const running = this.running.get(notebook);
    this.running.delete(notebook);
    await running?.runner.interrupt();
    await running?.kernel.stop();
  }

  private of(notebook: NotebookDocument): Running {
    const known = this.running.get(notebook);
    if (known) return known;
    const kernel = new NotebookKernel(
      (setup) => this.startKernel(setup),
      ({ lastLogLines }) => {
        this.log.error(`The kernel of ${nameOf(notebook)} ended unexpectedly.`, ...lastLogLines);
      },
    );
    let livePlots = true;
    // As of the last settings that could be read: those that cannot are told of as errors themselves.
    let knownPaths = this.knownPaths(notebook, null);
    const runner = new NotebookRunner({
      kernel: () => this.start(notebook, kernel),
      settings: () => {
        const settings = settingsOf(notebook);
        ({ livePlots } = settings);
        knownPaths = this.knownPaths(notebook, settings);
        return settings.editor;
      },
      newRunId: randomUUID,
      knownPaths: () => knownPaths,
      onError: ({ message, hint }) => {
        this.log.error(`A cell of ${nameOf(notebook)}: ${[message, hint].filter(Boolean).join(' ')}`);
      },
      live: {
        begin: (runId) => {
          this.live.begin(runId);
        },
        progress: (notice) => {
          this.live.progress(notice);
        },
        sample: (notice) => {
          if (livePlots) this.live.sample(notice);
        },
        end: (runId) => {
          this.live.end(runId);
        },
      },
    });
    const running = { kernel, runner };
    this.running.set(notebook, running);
    return running;
  }

  private knownPaths({ uri }: NotebookDocument, settings: NotebookSettings | null): KnownPaths {
    const files = [this.kernelFile, settings?.editor.configFile, settings?.editor.layer.ffmpeg_path];
    const folders = [path.dirname(uri.fsPath), settings?.store];
    return { files: files.filter(isGiven), folders: folders.filter(isGiven) };
  }

  private async start(notebook: NotebookDocument, kernel: NotebookKernel): Promise<KernelClient> {
    if (!workspace.isTrusted) throw untrusted();
    const { session, workingFolder, unsaved } = homeOfNotebook(notebook);
    if (unsaved && !kernel.lives) this.sayWhere(workingFolder);
    const { store } = settingsOf(notebook);
    return kernel.client({ name: session, workingFolder, storeFolder: store });
  }

  private async startKernel(session: SessionSetup): Promise<KernelClient> {
    // Loaded when it is first needed: opening a notebook to read it starts nothing.
    const { startKernel } = await import('../kernel');
    const client = await startKernel({
      kernelFile: this.kernelFile,
      session,
      onLog: (level, line) => {
        this.log[level](line);
      },
    });
    this.log.info(
      `Kernel ${client.info.version} runs as process ${client.pid} on Node ${client.info.node} in ${session.workingFolder}.`,
    );
    return client;
  }

  private sayWhere(folder: string): void {
    const text = `This notebook is not saved yet: paths in its cells start from ${folder}, and results are stored there.`;
    this.log.info(text);
    void window.showInformationMessage(text);
  }
}

function homeOfNotebook({ uri }: NotebookDocument): NotebookHome {
  const folder = workspace.getWorkspaceFolder(uri) ?? workspace.workspaceFolders?.[0];
  return homeOf({
    scheme: uri.scheme,
    file: uri.fsPath,
    address: uri.toString(),
    workspaceFolder: folder?.uri.scheme === 'file' ? folder.uri.fsPath : null,
    windowId: env.sessionId,
  });
}

const isGiven = (file: string | null | undefined): file is string => typeof file === 'string';

const nameOf = ({ uri }: NotebookDocument): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

function untrusted() {
  void window
    .showWarningMessage('Gait cells run only in a workspace that you trust.', manageTrust)
    .then((chosen) =>
      chosen === manageTrust ? commands.executeCommand('workbench.trust.manage') : undefined,
    );
  return badInput(
    'This workspace is not trusted, so nothing runs: a notebook can name programs and files to open.',
    `If you trust who wrote it, choose "${manageTrust}" in the command palette, then run the cell again.`,
  );
}
const manageTrust = 'Manage Workspace Trust';
