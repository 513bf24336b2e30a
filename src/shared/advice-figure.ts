import type { Recommendation } from './performance-report';

/** Figures by what people call them; a setting goes by its key, under which it is changed. */
const inWords: Readonly<Record<string, string>> = {
  peak_rss_mb: 'Memory at its peak',
  limit_mb: 'The memory limit',
  machine_memory_mb: 'The memory of the machine',
  frames: 'The length of the recordings',
  detected_share: 'The share of frames with a pose',
  recorded_seconds_per_second: 'What is processed of the recordings in a second',
  from_store: 'What came from the store',
  frames_per_second: 'The speed',
  workers: 'What ran side by side',
  recorded_frames_per_second: 'The frame rate of the recordings',
  cpu_percent: 'The use of the CPU',
  video_processing_s: 'The time for looking at frames',
  model_training_s: 'The time for training',
  training_speed: 'The speed of training beside the slowest',
  events_error_ms: 'The error of events, bias and spread together, of the worse kind,',
  events_difference_ms: 'The difference between events',
  study_seconds: 'The time for the study',
  speed_of_baseline: 'The speed beside no optimizations',
  spread_percent: 'The spread of repeats',
};

/** Figures that speak for something as long as they are small. */
const boundsFromAbove: ReadonlySet<string> = new Set(['events_error_ms', 'events_difference_ms']);

/** The figure that a piece of advice stands on, as a sentence. */
export const figureSentence = ({ name, value, threshold, unit }: Recommendation['figure']): string =>
  `${inWords[name] ?? name} is ${amount(value, unit)}; ${
    boundsFromAbove.has(name)
      ? `up to ${amount(threshold, unit)} counts as the same`
      : `the advice begins at ${amount(threshold, unit)}`
  }.`;

/** "3 walks", "1 walk", "4.5 frames/s". */
function amount(value: number, unit: string): string {
  const counted = value === 1 && /^[a-z]{3,}s$/.test(unit) ? unit.slice(0, -1) : unit;
  // Texts say whole milliseconds: a figure beside them is the same.
  const digits = Math.abs(value) >= 100 || unit === 'ms' ? Math.round(value) : Number(value.toPrecision(3));
  return `${digits} ${counted}`.trim();
}
