import { freshPlace, startAnalyze } from './run-gait.mjs';

/** Too little for any model. */
const tooLittleMb = 150;

/** Asks the command for a run within 150 MB: its exit code, its message and the limit that the refusal names. */
export async function leastLimitMb(context, profile, video) {
  const args = ['--videos', video, '--performance-mode', profile, '--max-memory', String(tooLittleMb)];
  const { code, said } = await startAnalyze(context, { args, place: freshPlace(context) }).ended;
  const named = /max_memory_mb to (\d+)/.exec(said)?.[1];
  return { code, said, limitMb: named === undefined ? null : Number(named) };
}
