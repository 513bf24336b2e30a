import type { LiveSample } from '../../shared/renderer-messages';

/** What is measured of a run. */
export interface Measured {
  readonly samples: readonly LiveSample[];
  /** Null where it is not known yet. */
  readonly limitMb: number | null;
}

/** As many as a wide screen can show apart. */
export const mostSamples = 600;

/**
 * Memory and CPU of a run, however long: where there are too many samples, those of one stretch of time become one. It
 * keeps the highest memory, since that is what the limit is about, and the mean CPU.
 */
export function addSamples(
  known: readonly LiveSample[],
  more: readonly LiveSample[],
  most = mostSamples,
): LiveSample[] {
  const samples = [...known, ...more];
  if (samples.length <= most) return samples;
  // Half as many leave room, so that this is done now and then only. Stretches double: earlier ones fit into later ones.
  const spanS = Math.max(1, samples.at(-1)!.timeS - samples[0]!.timeS);
  return merged(samples, 2 ** Math.ceil(Math.log2((2 * spanS) / most)));
}

/** The samples of each stretch of so many seconds as one. */
function merged(samples: readonly LiveSample[], stretchS: number): LiveSample[] {
  const kept: LiveSample[] = [];
  let stretch: LiveSample[] = [];
  const close = (): void => {
    if (stretch.length === 0) return;
    kept.push({
      timeS: stretch.at(-1)!.timeS,
      rssMb: Math.max(...stretch.map(({ rssMb }) => rssMb)),
      cpuPercent: stretch.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0) / stretch.length,
    });
    stretch = [];
  };
  for (const sample of samples) {
    const first = stretch[0];
    if (first && Math.floor(sample.timeS / stretchS) !== Math.floor(first.timeS / stretchS)) close();
    stretch.push(sample);
  }
  close();
  return kept;
}
