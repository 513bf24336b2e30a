import type { ResourceSample } from '../../shared/run-record';

export interface SampleSeries {
  add(sample: ResourceSample): void;
  samples(): ResourceSample[];
}

/**
 * Keeps a run of any length in a bounded number of samples: when they are full, of each two neighbours the one with more
 * memory stays, so that no peak is lost; from then on samples are taken in half as densely.
 */
export function createSeries(mostSamples = 600): SampleSeries {
  let kept: ResourceSample[] = [];
  let waiting: ResourceSample[] = [];
  let perKept = 1;
  return {
    add(sample) {
      waiting.push(sample);
      if (waiting.length < perKept) return;
      kept.push(highest(waiting));
      waiting = [];
      if (kept.length < mostSamples) return;
      kept = thin(kept, Math.ceil(mostSamples / 2));
      perKept *= 2;
    },
    samples: () => (waiting.length > 0 ? [...kept, waiting.at(-1)!] : [...kept]),
  };
}

/** At most so many samples, each the one with the most memory of its stretch. */
export function thin(samples: readonly ResourceSample[], mostSamples: number): ResourceSample[] {
  const perKept = Math.max(1, Math.ceil(samples.length / mostSamples));
  return Array.from({ length: Math.ceil(samples.length / perKept) }, (_, index) =>
    highest(samples.slice(index * perKept, (index + 1) * perKept)),
  );
}

const highest = (samples: readonly ResourceSample[]): ResourceSample =>
  samples.reduce((peak, sample) => (sample.rssMb > peak.rssMb ? sample : peak));
