import { sampleVideo } from '../clips.mjs';
import { judged, timed, times } from '../figures.mjs';
import { analyze, freshPlace } from '../run-gait.mjs';
import { median } from '../statistics.mjs';

export const title = 'The same video again';
export const notes = ['The whole command, from its start to its exit.'];

export async function measure(context) {
  const place = freshPlace(context);
  const args = ['--videos', sampleVideo(context, 'walker-side'), '--performance-mode', 'fast'];
  context.say('the first time');
  const first = await analyze(context, { args, place });
  const wallTimesS = [];
  let worked = 0;
  for (let repeat = 0; repeat < (context.quick ? 3 : 5); repeat++) {
    context.say(`again, ${repeat + 1}`);
    const { wallS, records } = await analyze(context, { args, place });
    wallTimesS.push(wallS);
    const pose = records['extract-pose'];
    if (pose.walks.some(({ fromStore }) => !fromStore) || 'video_processing' in pose.stages) worked++;
  }
  return [
    timed(
      'time of the command, median',
      '< 1 s',
      `${median(wallTimesS).toFixed(2)} s (${times(wallTimesS)}; the first time ${first.wallS.toFixed(1)} s)`,
    ),
    judged('runs that did pose work', 'none', `${worked} of ${wallTimesS.length}`, worked === 0),
  ];
}
