import { badInput } from '../shared/errors';
import type { StepInput } from '../shared/steps';
import type { BenchmarkOptions } from './benchmark-options';

/**
 * The steps of `gait benchmark`: what opens the study, and what measures.
 * @throws GaitError bad-input where there is no video to measure.
 */
export function benchmarkSteps(options: BenchmarkOptions): {
  readonly load: StepInput;
  readonly measure: StepInput;
} {
  const { video, study, profiles, type, repeats, frames, no_baseline, output } = options;
  const { height_m, belt_speed_m_s, capture_fps, crop, view_deg } = options;
  if (video === undefined && study === undefined) {
    throw badInput('There is nothing to measure.', 'Give --video FILE or --study FILE.csv.');
  }
  return {
    load: {
      step: 'load-video',
      video,
      study,
      height_m,
      belt_speed_m_s,
      capture_fps,
      crop,
      view_deg,
      as: 'walks',
    },
    measure: {
      ...{ step: 'benchmark', video: 'walks', profiles, type, repeats, frames },
      baseline: no_baseline !== true,
      output,
      as: 'benchmark',
    },
  };
}
