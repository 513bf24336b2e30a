import { sampleClip } from '../clips.mjs';
import { judged, leftOut } from '../figures.mjs';
import { leastLimitMb, refusalOf, tooLittleMb } from '../least-limit.mjs';
import { canLookAtProcesses } from '../processes.mjs';
import { analyze, lastWords } from '../run-gait.mjs';
import { profiles, sampleRun } from '../sample-runs.mjs';

export const title = 'Memory of the whole process tree';
export const notes = [
  'Peak of the resident memory of all processes together, sampled from this other process about every 20 ms.',
];

const clipFrames = 75;

export async function measure(context) {
  if (!canLookAtProcesses) return [leftOut('memory', 'processes are read from /proc, which is not here')];
  const figures = [];
  for (const profile of profiles) {
    figures.push(judgePeak(`${profile}, its defaults, two videos`, await sampleRun(context, profile)));
  }
  const clips = ['walker-side', 'walker-oblique'].map((sample) => sampleClip(context, sample, clipFrames));
  const within = async (name, profile, limitMb, videos) => {
    context.say(`${profile} within ${limitMb} MB`);
    const args = ['--videos', ...videos, '--performance-mode', profile, '--max-memory', String(limitMb)];
    figures.push(judgePeak(name, await analyze(context, { args, watchesMemory: true, mayFail: true })));
  };
  await within('fast within 400 MB, two videos', 'fast', 400, clips);
  for (const profile of profiles) {
    context.say(`${profile} within ${tooLittleMb} MB`);
    const { code, namedMb, said } = await refusalOf(context, profile, clips[0]);
    const holds = code === 3 && namedMb !== null;
    figures.push(
      judged(
        `${profile} within ${tooLittleMb} MB`,
        'exit code 3, a limit that would do',
        `exit code ${code}, ${namedMb === null ? 'none named' : `names ${namedMb} MB`}${holds ? '' : `: ${lastWords(said)}`}`,
        holds,
      ),
    );
    const leastMb = namedMb ?? (await leastLimitMb(context, profile, [clips[0]]));
    await within(`${profile} within the least limit, ${leastMb} MB`, profile, leastMb, [clips[0]]);
    await within(`${profile} just above it, two videos`, profile, leastMb + 20, clips);
  }
  return figures;
}

function judgePeak(name, { memory: { peakMb, looks }, records, wallS, failure }) {
  const record = records['extract-pose'];
  const limitMb = record.memory.limitMb;
  const plan = record.plan
    ? `planned ${record.plan.expectedMb}, ${record.plan.workers} worker${record.plan.workers > 1 ? 's' : ''}`
    : 'no plan';
  return judged(
    name,
    'works, never over',
    `${Math.round(peakMb)} of ${limitMb} MB (${plan}, a look every ${((1000 * wallS) / looks).toFixed(0)} ms)` +
      (failure === null ? '' : `; ${failure}`),
    failure === null && peakMb <= limitMb,
  );
}
