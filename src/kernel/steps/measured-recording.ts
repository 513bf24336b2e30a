import path from 'node:path';
import { badInput, GaitError } from '../../shared/errors';
import type { GaitParameters, VideoInfo, Walk } from '../../shared/results';
import { gaitSteps } from '../../shared/step-keys';
import { prepareWalk } from '../gait/analyze';
import type { SagittalTrack } from '../gait/signal/sagittal';
import { probeVideo } from '../video/probe';
import { readAnalysis, recordingOf } from './gait-result';
import type { StepContext } from './step';

/** What was measured of a recording, from which a phantom like it follows. */
export interface MeasuredRecording {
  readonly walk: Pick<Walk, 'id' | 'heightM' | 'beltSpeedMS' | 'captureFps' | 'maxFrames'>;
  readonly info: Pick<VideoInfo, 'widthPx' | 'heightPx' | 'averageFps' | 'expectedFrames'>;
  readonly parameters: Pick<
    GaitParameters,
    'cadence_steps_per_min' | 'stride_length_body_heights' | 'quality'
  >;
  /** The walker's points as they were measured, in pixels. */
  readonly track: SagittalTrack;
}

/**
 * Reads what was measured of the one video of a detect-events result.
 * @throws GaitError bad-input where there is not one measured video
 */
export async function readRecording(name: string, context: StepContext): Promise<MeasuredRecording> {
  const { walks } = context.result(name, ...gaitSteps);
  const [result] = walks;
  if (result === undefined || walks.length > 1) {
    throw badInput(
      `"${name}" holds ${walks.length} walks.`,
      'A phantom is like one recording: load that one alone.',
    );
  }
  const { walk, folder, sourceFolder, error } = result;
  if (error) throw new GaitError(error.kind, error.message, error.hint);
  if (walk.source !== 'video' || folder === null) {
    throw badInput(
      `${path.basename(walk.path)} is no video, so there is no picture that a phantom could be like.`,
      'Give the result of a video, or the phantom’s own options.',
    );
  }
  const tools = await context.tools();
  const info = await probeVideo(walk.path, tools, context.signal);
  const { parameters, options } = await readAnalysis(folder);
  const recording = recordingOf(result, sourceFolder, context);
  const keypoints = await recording.read(await recording.size());
  const { track } = prepareWalk(keypoints, { signal: options.signal, walk });
  return { walk, info, parameters, track };
}
