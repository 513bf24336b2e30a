import { badInput } from '../../shared/errors';
import { requestedWalks } from '../study/requests';
import { toWalks } from '../study/walks';
import { inspectLandmarks, measureLandmarks } from '../landmarks/read';
import { mapWalks } from './map-walks';
import { recordingMemory } from './recording-memory';
import type { StepDefinition } from './step';

/**
 * Reads each file once to say what is wrong with it early; its tracks are small enough that later steps read them again.
 */
export const loadLandmarks: StepDefinition<'load-landmarks'> = {
  async run(step, context) {
    const { landmarks, study, fps, ...metadata } = step;
    const source = { source: 'landmarks', paths: landmarks, study, metadata } as const;
    const requests = await requestedWalks(source, context);
    if (requests.length === 0) {
      throw badInput(
        study === undefined
          ? 'load-landmarks needs landmarks or a study.'
          : 'The study has no landmark files.',
        'Give `landmarks` (a path, a list or a glob) or `study` (a CSV table); videos are for load-video.',
      );
    }
    const memory = recordingMemory(context);
    const results = await mapWalks(
      toWalks(requests, 'landmarks').map((walk) => ({ walk })),
      context,
      1,
      async ({ walk }) => {
        const digest = await context.recorder.stage('digest', () => context.store.digest(walk.path));
        const options = { fps, signal: context.signal };
        const size = await context.recorder.stage('measure', () => measureLandmarks(walk.path, options));
        const refused = memory.refuse(walk, size);
        if (refused) return refused;
        const { track, warnings } = await context.recorder.stage('read', () =>
          inspectLandmarks(walk.path, options, size),
        );
        return {
          walk,
          ...(fps !== undefined && { landmarksFps: fps }),
          folder: null,
          address: digest,
          fromStore: false,
          summary: `${track.timeS.length} frames of ${track.names.length} points in ${track.unit}`,
          warnings,
        };
      },
    );
    return { walks: memory.checked(results) };
  },
};
