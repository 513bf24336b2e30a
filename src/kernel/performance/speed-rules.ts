import { usefulWorkers } from './core-rules';
import { framesPerSecondOf, speedOf, type Figures } from './figures';
import { modelCostMs, modelOf, percent, suited, profilesByModel, type Rule } from './rule';

const isSlow = (figures: Figures): boolean => (speedOf(figures) ?? Infinity) < 1;
const slowFigure = (figures: Figures) => ({
  name: 'frames_per_second',
  value: framesPerSecondOf(figures),
  threshold: recordedRate(figures),
  unit: 'frames/s',
});
/** Frames that were looked at in each second of the recordings. */
const recordedRate = ({ frames, recordingS }: Figures): number => (recordingS > 0 ? frames / recordingS : 0);
const saysSpeed = (figures: Figures): string =>
  `${framesPerSecondOf(figures).toFixed(1)} frames/s are processed, while the recordings have ${recordedRate(figures).toFixed(1)}`;

const fastCameraFps = 90;
/** The silhouette took 15 to 20 % of the time when it was measured. */
const silhouetteShare = 0.15;
const noticeableS = 10;
const manyFrames = 10_000;
/** Lower ends of the batches that suit profiles, by their model: the lighter, the larger. */
const leastBatch = [64, 32, 16] as const;
const suitedBatch = (figures: Figures): number =>
  Math.min(leastBatch[modelOf(figures)], Number(suited(figures, 'io_optimization.batch_size')));
/** From here on it pays to know beforehand what a run will take. */
const longRunS = 600;

/** Rules on what a frame takes: how it is looked at, and what is done beside that. */
export const speedRules: readonly Rule[] = [
  {
    id: 'slow-video-lighter-profile',
    when: (figures) => (isSlow(figures) && modelOf(figures) > 0 ? slowFigure(figures) : null),
    text: (figures) => `${saysSpeed(figures)}: a lighter model keeps up better.`,
    settings: (figures) => ({ performance_mode: profilesByModel[modelOf(figures) - 1]! }),
    effect: (figures) => {
      const model = modelOf(figures);
      const gain = modelCostMs[model] / modelCostMs[model - 1]!;
      return `About ${(gain * framesPerSecondOf(figures)).toFixed(0)} frames/s (${gain.toFixed(1)} times as many); poses are a little less exact.`;
    },
  },
  {
    id: 'slow-video-fewer-frames',
    when: (figures) =>
      isSlow(figures) && recordedRate(figures) >= fastCameraFps
        ? {
            name: 'recorded_frames_per_second',
            value: recordedRate(figures),
            threshold: fastCameraFps,
            unit: 'frames/s',
          }
        : null,
    text: (figures) => `${saysSpeed(figures)}: every second frame still shows walking well.`,
    settings: (figures) => ({ frame_rate: Math.round(recordedRate(figures) / 2) }),
    effect: (figures) =>
      `Half of the time; contacts are seen every ${(2000 / recordedRate(figures)).toFixed(0)} ms instead of every ${(1000 / recordedRate(figures)).toFixed(0)} ms.`,
  },
  {
    id: 'batch-below-profile',
    when: (figures) => {
      const { batch_size: batch } = figures.settings.io_optimization;
      return figures.settings.enable_optimizations &&
        figures.frames >= manyFrames &&
        batch < suitedBatch(figures)
        ? { name: 'batch_size', value: batch, threshold: suitedBatch(figures), unit: 'frames' }
        : null;
    },
    text: (figures) =>
      `Batches of ${figures.settings.io_optimization.batch_size} frames are small for this profile and ${figures.machine.memoryMb.toFixed(0)} MB of memory.`,
    settings: (figures) => ({ io_optimization: { batch_size: suitedBatch(figures) } }),
    effect: () => 'Landmarks are handed on less often, in larger parts; the result is the same.',
  },
  {
    id: 'benchmark-first',
    when: ({ videoProcessingS, foretold }) =>
      videoProcessingS >= longRunS && !foretold
        ? { name: 'video_processing_s', value: videoProcessingS, threshold: longRunS, unit: 's' }
        : null,
    text: ({ videoProcessingS }) =>
      `Finding the poses took ${(videoProcessingS / 60).toFixed(0)} min, and nothing had told so before.`,
    settings: () => ({}),
    effect: () =>
      'A benchmark step on this video compares the profiles in minutes, and tells what each would take for all walks.',
  },
  {
    id: 'optimizations-off',
    when: ({ settings, videoProcessingS }) =>
      settings.enable_optimizations
        ? null
        : { name: 'video_processing_s', value: videoProcessingS, threshold: 0, unit: 's' },
    text: () => 'Optimizations were off: one worker, no store, no compression.',
    settings: () => ({ enable_optimizations: true }),
    effect: (figures) =>
      `The same video again takes less than a second${usefulWorkers(figures) > 1 ? `, and ${usefulWorkers(figures)} videos run side by side` : ''}.`,
  },
  {
    id: 'silhouette-costs',
    when: ({ settings, videoProcessingS, frames }) =>
      settings.mediapipe.enable_segmentation && frames > 0 && videoProcessingS >= noticeableS
        ? { name: 'video_processing_s', value: videoProcessingS, threshold: noticeableS, unit: 's' }
        : null,
    text: ({ videoProcessingS }) =>
      `The silhouette took about ${(silhouetteShare * videoProcessingS).toFixed(0)} of ${videoProcessingS.toFixed(0)} s; events and parameters do not use it.`,
    settings: () => ({ mediapipe: { enable_segmentation: false } }),
    effect: () =>
      `About ${percent(silhouetteShare)} less time; no share of the silhouette, and pictures are cut to a box.`,
  },
  {
    id: 'compression-off',
    when: ({ settings, frames }) =>
      settings.enable_optimizations && !settings.io_optimization.use_compression && frames >= manyFrames
        ? { name: 'frames', value: frames, threshold: manyFrames, unit: 'frames' }
        : null,
    text: ({ frames }) => `The tables of ${frames} frames were written without compression.`,
    settings: () => ({ io_optimization: { use_compression: true } }),
    effect: () => 'Tables take about a third less space; the time is the same within 1 %.',
  },
];
