import { setTimeout } from 'node:timers/promises';
import { sampleClip } from '../clips.mjs';
import { judged, leftOut, told } from '../figures.mjs';
import { canLookAtProcesses, processesOf } from '../processes.mjs';
import { differingTables, digestTables } from '../results.mjs';
import { analyze, freshPlace, inLanes, startAnalyze } from '../run-gait.mjs';
import { mean, randomFrom } from '../statistics.mjs';

export const title = 'Killed with SIGKILL, then run again';
export const notes = [
  'The command’s own process is killed, at random moments spread over the length of an undisturbed run.',
];

const clipFrames = 60;
const seed = 20;

export async function measure(context) {
  if (!canLookAtProcesses) return [leftOut('kill', 'processes are read from /proc, which is not here')];
  const args = ['--videos', sampleClip(context, 'walker-side', clipFrames), '--performance-mode', 'fast'];
  const lanes = Math.min(2, context.cores);
  context.say('undisturbed');
  // As many side by side as later, so that their length is that of the runs to come.
  const undisturbed = await inLanes(
    lanes,
    Array.from({ length: lanes }, () => () => analyze(context, { args })),
  );
  const expected = await digestTables(undisturbed[0].output);
  const lengthS = mean(undisturbed.map(({ wallS }) => wallS));

  const moments = context.quick ? 6 : 20;
  const random = randomFrom(seed);
  const killsS = Array.from({ length: moments }, (_, index) => ((index + random()) / moments) * lengthS);
  const trials = await inLanes(
    lanes,
    killsS.map((killS, index) => async () => {
      context.say(`kill ${index + 1} of ${moments}, after ${killS.toFixed(2)} s`);
      return killAndRunAgain(context, args, killS, expected);
    }),
  );

  const killed = trials.filter(({ wasKilled }) => wasKilled);
  const different = trials.filter(({ differing }) => differing.length > 0);
  const orphans = trials.flatMap(({ leftRunning }) => leftRunning);
  return [
    told('killed before their end', `${killed.length} of ${moments}, runs of ${lengthS.toFixed(1)} s`),
    judged(
      'run again: the same tables as undisturbed',
      'all',
      `${trials.length - different.length} of ${trials.length}, ${expected.size} tables each` +
        different
          .map(({ killS, differing }) => `; after ${killS.toFixed(2)} s: ${differing.join(', ')}`)
          .join(''),
      different.length === 0 && expected.size > 0,
    ),
    judged(
      'processes left a second later',
      'none',
      orphans.length === 0 ? 'none' : orphans.join('; '),
      orphans.length === 0,
    ),
  ];
}

async function killAndRunAgain(context, args, killS, expected) {
  const place = freshPlace(context);
  const { child, mark, ended } = startAnalyze(context, { args, place });
  await Promise.race([setTimeout(killS * 1000), ended]);
  const wasKilled = child.kill('SIGKILL');
  await setTimeout(1000);
  const leftRunning = processesOf(mark);
  const { output } = await analyze(context, { args, place });
  return { killS, wasKilled, leftRunning, differing: differingTables(expected, await digestTables(output)) };
}
