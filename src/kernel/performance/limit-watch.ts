/** How near a run is to its memory limit: `near` admits no new work, `over` stops what runs, before the limit is met. */
export type MemoryPressure = 'ok' | 'near' | 'over';

/** Over which time growth is measured, and how long stopping takes to begin: a sample, a message, an abort. */
const growthWindowS = 0.2;
const reactionS = 0.06;

export interface LimitWatch {
  see(timeS: number, rssMb: number): MemoryPressure;
}

/**
 * Judges samples of a run's memory. Stopping begins below the limit by 16 MB or 4 %, and by more where memory grows fast,
 * but never by more than 8 % (or 16 MB): a plan that fits must be let run.
 */
export function createLimitWatch(limitMb: number): LimitWatch {
  const leastMarginMb = Math.max(16, 0.04 * limitMb);
  const mostMarginMb = Math.max(16, 0.08 * limitMb);
  const nearMb = limitMb - Math.max(32, 0.1 * limitMb);
  // Below this, work is admitted again: without a gap it would flicker.
  const easedMb = limitMb - Math.max(48, 0.15 * limitMb);
  const recent: { timeS: number; rssMb: number }[] = [];
  let pressure: MemoryPressure = 'ok';
  return {
    see(timeS, rssMb) {
      while (recent.length > 1 && recent[1]!.timeS <= timeS - growthWindowS) recent.shift();
      const oldest = recent[0];
      recent.push({ timeS, rssMb });
      const growthMbPerS =
        oldest && timeS > oldest.timeS ? Math.max(0, (rssMb - oldest.rssMb) / (timeS - oldest.timeS)) : 0;
      const marginMb = Math.min(mostMarginMb, Math.max(leastMarginMb, growthMbPerS * reactionS));
      if (rssMb >= limitMb - marginMb) pressure = 'over';
      else if (rssMb >= nearMb) pressure = 'near';
      else if (rssMb < easedMb || pressure === 'over') pressure = rssMb < easedMb ? 'ok' : 'near';
      return pressure;
    },
  };
}
