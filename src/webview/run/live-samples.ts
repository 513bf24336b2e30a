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
 * Memory and CPU of a run, however long: where there are too many samples two neighbours become one, which keeps the
 * higher memory, since that is what the limit is about, and the mean CPU.
 */
export function addSamples(
  known: readonly LiveSample[],
  more: readonly LiveSample[],
  most = mostSamples,
): LiveSample[] {
  let samples = [...known, ...more];
  while (samples.length > most) samples = halved(samples);
  return samples;
}

function halved(samples: readonly LiveSample[]): LiveSample[] {
  const pairs: LiveSample[] = [];
  // The last one stays by itself where it has no neighbour: it is the present.
  for (let i = 0; i < samples.length; i += 2) {
    const [first, second] = [samples[i]!, samples[i + 1]];
    pairs.push(
      second
        ? {
            timeS: second.timeS,
            rssMb: Math.max(first.rssMb, second.rssMb),
            cpuPercent: (first.cpuPercent + second.cpuPercent) / 2,
          }
        : first,
    );
  }
  return pairs;
}
