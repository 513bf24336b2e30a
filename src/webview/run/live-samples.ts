import type { LiveSample } from '../../shared/renderer-messages';

/** What is measured of a run. */
export interface Measured {
  readonly samples: readonly LiveSample[];
  /** Null where it is not known yet. */
  readonly limitMb: number | null;
}

/** As many as a wide screen can show apart. */
export const mostSamples = 600;

/** What was measured within some stretch of time: the highest memory, since the limit is about that, and the mean CPU. */
interface Stretch extends LiveSample {
  readonly measurements?: number;
}

/** Memory and CPU of a run, however long: the longer it is, the longer are the stretches that are kept of it. */
export function addSamples(
  known: readonly Stretch[],
  more: readonly LiveSample[],
  most = mostSamples,
): LiveSample[] {
  const [first, last] = [known[0] ?? more[0], more.at(-1) ?? known.at(-1)];
  if (!first || !last) return [];
  // They double in length, so that earlier ones fit into later ones; no run begins or ends at a border of them.
  const stretchS = 2 ** Math.ceil(Math.log2(Math.max(1, last.timeS - first.timeS) / (most - 2)));
  return joined([...known, ...more], stretchS);
}

function joined(samples: readonly Stretch[], stretchS: number): Stretch[] {
  const kept: Stretch[] = [];
  for (const sample of samples) {
    const before = kept.at(-1);
    const isSame = before && Math.floor(before.timeS / stretchS) === Math.floor(sample.timeS / stretchS);
    if (isSame) kept[kept.length - 1] = together(before, sample);
    else kept.push(sample);
  }
  return kept;
}

function together(a: Stretch, b: Stretch): Stretch {
  const [countA, countB] = [a.measurements ?? 1, b.measurements ?? 1];
  return {
    timeS: b.timeS,
    rssMb: Math.max(a.rssMb, b.rssMb),
    cpuPercent: (countA * a.cpuPercent + countB * b.cpuPercent) / (countA + countB),
    measurements: countA + countB,
  };
}
