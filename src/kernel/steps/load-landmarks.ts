import { expandPaths, toWalks } from '../study/walks';
import { readLandmarks } from '../landmarks/read';
import { mapWalks } from './map-walks';
import type { StepDefinition } from './step';

/**
 * Reads each file once to say what is wrong with it early; its tracks are small enough that later steps read them again.
 */
export const loadLandmarks: StepDefinition<'load-landmarks'> = {
  async run(step, context) {
    const { landmarks, fps, ...metadata } = step;
    const paths = await expandPaths(landmarks, context.workingFolder);
    const walks = toWalks(
      paths.map((file) => ({ ...metadata, path: file })),
      'landmarks',
    );
    return {
      walks: await mapWalks(
        walks.map((walk) => ({ walk })),
        context,
        1,
        async ({ walk }) => {
          const digest = await context.recorder.stage('digest', () => context.store.digest(walk.path));
          const track = await context.recorder.stage('read', () => readLandmarks(walk.path, { fps }));
          return {
            walk,
            ...(fps !== undefined && { landmarksFps: fps }),
            folder: null,
            address: digest,
            fromStore: false,
            summary: `${track.timeS.length} frames of ${track.names.length} points in ${track.unit}`,
            warnings: [],
          };
        },
      ),
    };
  },
};
