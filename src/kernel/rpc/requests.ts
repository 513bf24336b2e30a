import { badInput, GaitError, toGaitError } from '../../shared/errors';
import {
  otherProtocol,
  protocolVersion,
  type EditorSettings,
  type ExecuteParams,
  type ExecuteResult,
  type KernelNotices,
  type KernelRequests,
  type ProgressNotice,
  type SampleNotice,
  type SessionSetup,
} from '../../shared/protocol';
import type { CellOutput } from '../../shared/cell-output';
import type { StepInput } from '../../shared/steps';
import { cellOutputs, type FinishedRun } from '../display/outputs';
import { packageVersion } from '../package-files';
import { openSession, type CellSession } from '../session';
import type { SettingsUnderStep } from '../session-settings';
import { toRunError } from './connection';
import { latestOnly } from './latest';

/** Notices of one kind are at least so far apart: twice as many as an output shows, so that each time it has news. */
const noticeGapMs = 100;

/** What the kernel does when it is asked to: one session, opened by the handshake. */
export function answerRequests(notices: KernelNotices): KernelRequests<AbortSignal> {
  let session: Promise<CellSession> | null = null;
  const running = new Set<Promise<ExecuteResult>>();
  const opened = (): Promise<CellSession> => {
    if (!session) throw badInput('The kernel was asked for work without a session.');
    return session;
  };
  return {
    async initialize({ protocol, session: setup }) {
      if (protocol !== protocolVersion) throw otherProtocol(protocol, protocolVersion);
      if (setup !== null) session ??= sessionOf(setup, notices);
      await session;
      return {
        protocol: protocolVersion,
        version: packageVersion(),
        node: process.version,
        pid: process.pid,
      };
    },
    async execute(params, signal) {
      const result = execute(await opened(), params, signal, notices);
      running.add(result);
      return result.finally(() => running.delete(result));
    },
    results: async () => (await opened()).results(),
    async exportNotebook(request, signal) {
      const { exportNotebook } = await import('../export');
      return exportNotebook(request, signal);
    },
    async shutdown() {
      await (await session)?.close();
      // The client hears of them before it hears that all is closed.
      await Promise.all(running);
    },
  };
}

const sessionOf = (
  { name, workingFolder, storeFolder }: SessionSetup,
  notices: KernelNotices,
): Promise<CellSession> =>
  openSession({
    workingFolder,
    ...(name !== null && { name }),
    ...(storeFolder !== null && { storeFolder }),
    onLog: (level, message) => {
      notices.log({ level, message });
    },
  });

async function execute(
  session: CellSession,
  { runId, step, settings, waiting }: ExecuteParams,
  signal: AbortSignal,
  notices: KernelNotices,
): Promise<ExecuteResult> {
  const progress = latestOnly<ProgressNotice>(noticeGapMs, notices.progress);
  const samples = latestOnly<SampleNotice>(noticeGapMs, notices.sample);
  let outputs: readonly CellOutput[] = [];
  try {
    // Not yet known to be a step: the session checks it.
    const outcome = await session.run(step as StepInput, {
      signal,
      settings: layersOf(settings),
      ...(waiting && { waiting }),
      onProgress: (now) => {
        progress.offer({ runId, progress: now });
      },
      onSample: (sample, limitMb) => {
        samples.offer({ runId, sample, limitMb });
      },
      onEnd: async (run) => {
        outputs = await outputsOf(run, notices);
      },
    });
    return { ok: true, outcome, outputs };
  } catch (thrown) {
    const error = toGaitError(thrown);
    // What is a defect of ours has its place in the log, with where it happened.
    if (!(thrown instanceof GaitError)) {
      notices.log({ level: 'error', message: (thrown instanceof Error && thrown.stack) || error.message });
    }
    return { ok: false, error: toRunError(error), outputs };
  } finally {
    progress.flush();
    samples.flush();
  }
}

const layersOf = ({ configFile, layer, sources }: EditorSettings): SettingsUnderStep => ({
  ...(configFile !== null && { configFile }),
  settings: layer,
  settingsSource: sources,
});

/** A result that cannot be drawn is a result all the same: that is told in the log, and the run stands. */
async function outputsOf(run: FinishedRun, notices: KernelNotices): Promise<readonly CellOutput[]> {
  try {
    return await cellOutputs(run);
  } catch (thrown) {
    const reason = (thrown instanceof Error && thrown.stack) || String(thrown);
    notices.log({ level: 'error', message: `The outputs of ${run.step.step} cannot be shown: ${reason}` });
    return [];
  }
}
