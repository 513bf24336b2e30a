import { autoProfile } from '../shared/auto-profile';
import { refusedLimit } from '../shared/least-limit';
import { resolveMemoryLimit } from '../shared/memory-plan';
import type { ResolvedSettings } from '../shared/settings';
import type { Step, StepName } from '../shared/steps';
import { availableMemoryMb } from './performance/machine';
import type { SessionOptions } from './session-options';
import { profilesOf, resolveForStep, withProfile, type LayersUnderStep } from './session-settings';
import type { NamedResult, StepContext } from './steps/step';
import type { Store } from './store/store';
import type { VideoTools } from './video/ffmpeg';
import type { WaitingSteps } from './waiting-steps';

/** What a run needs of the session that it is in. */
export interface RunPlace extends Pick<SessionOptions, 'onProgress' | 'onSample' | 'onLog'> {
  readonly workingFolder: string;
  readonly layers: () => Promise<LayersUnderStep>;
  /** Aborted where the session closes. */
  readonly closing: AbortSignal;
  readonly waiting: WaitingSteps;
  /** The store that is kept, or the one that reuses nothing. */
  readonly store: (kept: boolean) => Promise<Store>;
  readonly tools: (ffmpegPath: string | null) => Promise<VideoTools>;
  readonly find: (name: string, steps: readonly StepName[]) => NamedResult;
  /** Puts a result where later steps find it. */
  readonly keep: (result: NamedResult, store: Store) => Promise<void>;
}

/** All that is settled before a step begins. */
export interface SettledStep {
  readonly step: Step;
  readonly layers: LayersUnderStep;
  readonly resolved: ResolvedSettings;
  readonly limitMb: number;
  readonly store: Store;
  readonly name: string;
}

/** @throws GaitError for settings that contradict each other, and for a limit in which the step cannot even begin. */
export async function settleStep(step: Step, place: RunPlace): Promise<SettledStep> {
  const layers = await place.layers();
  const resolved = resolveForStep(layers, step);
  const { settings } = resolved;
  const limitMb = resolveMemoryLimit(settings.max_memory_mb, availableMemoryMb());
  // Which model it takes is not chosen yet where the step chooses.
  const chooses = settings.performance_mode === autoProfile && step.step === 'extract-pose';
  const refused = chooses ? null : refusedLimit(step.step, limitMb, settings);
  if (refused) throw refused;
  const store = await place.store(settings.enable_optimizations);
  return { step, layers, resolved, limitMb, store, name: step.as ?? step.step };
}

/** What a step is given of that. */
export const contextOf = (
  { step, layers, resolved, limitMb, store }: SettledStep,
  place: RunPlace,
): Pick<
  StepContext,
  | 'settings'
  | 'resolved'
  | 'settingsWith'
  | 'profileNames'
  | 'limitMb'
  | 'workingFolder'
  | 'store'
  | 'tools'
  | 'log'
> => ({
  settings: resolved.settings,
  resolved,
  settingsWith: (profile) => withProfile(layers, step, profile),
  profileNames: profilesOf(layers),
  limitMb,
  workingFolder: place.workingFolder,
  store,
  tools: () => place.tools(resolved.settings.ffmpeg_path),
  log: (level, message) => place.onLog?.(level, message),
});
