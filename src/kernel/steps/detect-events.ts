import type { Walk } from '../../shared/results';
import type { StepOf } from '../../shared/steps';
import { collectGarbage } from '../display/collect-garbage';
import { findEvents, measureWalk, prepareWalk, type AnalyzeOptions } from '../gait/analyze';
import { addressOf } from '../store/address';
import type { KeypointTrack } from '../../shared/results';
import { measuringParameters, recordingOf, sourceOf, toGaitResult, writeAnalysis } from './gait-result';
import { mapWalks } from './map-walks';
import { recordingMemory } from './recording-memory';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Raised whenever what this step writes changes: how a walk is prepared, its events found, and what is measured from them. */
export const gaitVersion = 4;

export const detectEvents: StepDefinition<'detect-events'> = {
  async run(step, context) {
    const pose = context.result(step.pose, 'extract-pose', 'load-landmarks');
    const memory = recordingMemory(context);
    const walks = await mapWalks(pose.walks, context, 1, async (input) => {
      // What failed before stays failed, for the reason it failed for.
      if (input.address === null) return input;
      const options = analyzeOptionsOf(step, input.walk, context);
      const address = addressOfGait(input, input.address, options);
      const stored = await context.store.find(address);
      if (stored !== null) return toGaitResult(sourceOf(input), address, stored, true);
      const recording = recordingOf(input, input.folder, context);
      const size = await recording.size();
      const refused = memory.refuse(input.walk, size);
      if (refused) return refused;
      const folder = await context.store.write(address, (temporary) =>
        detectOne(options, () => recording.read(size), temporary, context),
      );
      return toGaitResult(sourceOf(input), address, folder, false);
    });
    return { walks: memory.checked(walks) };
  },
};

/** How a walk is analysed: the step's own wishes, the settings, and what is known of the walk. */
const analyzeOptionsOf = (
  { method = 'zeni', exclude = ['outlier'] }: StepOf<'detect-events'>,
  walk: Walk,
  { settings }: Pick<StepContext, 'settings'>,
): Required<AnalyzeOptions> => ({ signal: settings.signal_processing, walk, method, exclude });

const storedOptions = ({ signal, method, exclude }: Required<AnalyzeOptions>) => ({
  signal,
  method,
  exclude,
});

const addressOfGait = (input: WalkResult, pose: string, options: Required<AnalyzeOptions>): string =>
  addressOf({
    step: 'detect-events',
    version: gaitVersion,
    inputs: { pose },
    parameters: { ...measuringParameters(input, options), method: options.method },
    engines: {},
  });

async function detectOne(
  options: Required<AnalyzeOptions>,
  read: () => Promise<KeypointTrack>,
  folder: string,
  { recorder, signal }: StepContext,
): Promise<void> {
  const track = await recorder.stage('read', read);
  collectGarbage();
  // What follows does not look up until it is done.
  signal.throwIfAborted();
  const [analysis, judged] = await recorder.stage('gait_events', () => {
    const prepared = prepareWalk(track, options);
    const found = findEvents(prepared, options);
    return Promise.resolve([measureWalk(prepared, found, options), found] as const);
  });
  collectGarbage();
  const { abstentions, warnings } = judged;
  const made = { options: storedOptions(options), detection: { abstentions, warnings }, edits: [] };
  await recorder.stage('write', () => writeAnalysis(folder, track, analysis, made, signal));
  // What this walk leaves behind must not stand beside the next one.
  collectGarbage();
}
