import { samples, sampleVideo } from './clips.mjs';
import { analyze } from './run-gait.mjs';

export const profiles = ['fast', 'balanced', 'accurate'];

const runs = new Map();

/** Both samples analysed with a profile's defaults, its memory watched; done once, for every part that looks at it. */
export async function sampleRun(context, profile) {
  if (!runs.has(profile)) {
    context.say(`both samples, ${profile}`);
    const videos = samples.map((name) => sampleVideo(context, name));
    const args = ['--videos', ...videos, '--performance-mode', profile];
    runs.set(profile, await analyze(context, { args, watchesMemory: true, mayFail: true }));
  }
  return runs.get(profile);
}
