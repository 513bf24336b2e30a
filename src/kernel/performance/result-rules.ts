import { speedOf, type Figures } from './figures';
import { modelCostMs, modelOf, percent, profilesByModel, suitedModel, type Rule } from './rule';

const goodShare = 0.9;
const easyConfidence = 0.3;

/** How fast the next heavier model would be, in seconds of recording per second. */
function speedOfHeavier(figures: Figures): number {
  const model = modelOf(figures);
  return model === 2 ? 0 : ((speedOf(figures) ?? 0) * modelCostMs[model]) / modelCostMs[model + 1]!;
}

export const resultRules: readonly Rule[] = [
  {
    id: 'walker-often-missed',
    when: ({ leastDetected }) =>
      leastDetected && leastDetected.share < goodShare
        ? { name: 'detected_share', value: leastDetected.share, threshold: goodShare, unit: '' }
        : null,
    text: ({ leastDetected }) =>
      `In ${leastDetected!.id} the walker was found in ${percent(leastDetected!.share)} of the frames${
        leastDetected!.cropped
          ? ''
          : '. Where people are small in the picture, a crop around the walker helps most'
      }.`,
    settings: ({ settings }) => {
      const { min_detection_confidence: least, model_complexity: model } = settings.mediapipe;
      if (least > easyConfidence) return { mediapipe: { min_detection_confidence: easyConfidence } };
      return model < 2 ? { performance_mode: profilesByModel[model + 1]! } : {};
    },
    effect: ({ settings }) => {
      const { min_detection_confidence: least, model_complexity: model } = settings.mediapipe;
      if (least > easyConfidence)
        return `People count as found from a score of ${easyConfidence} on, instead of ${least}.`;
      return model < 2
        ? 'A larger model finds people in more frames, in more time.'
        : 'Every setting that helps is already at its end: only a crop or a nearer camera does more.';
    },
  },
  {
    id: 'room-for-accuracy',
    when: (figures) =>
      speedOfHeavier(figures) >= 1 && suitedModel(figures) > modelOf(figures)
        ? {
            name: 'recorded_seconds_per_second',
            value: speedOf(figures)!,
            threshold: modelCostMs[modelOf(figures) + 1]! / modelCostMs[modelOf(figures)],
            unit: 's/s',
          }
        : null,
    text: (figures) =>
      `Recordings are processed ${speedOf(figures)!.toFixed(1)} times as fast as they play: this machine can afford a larger model.`,
    settings: (figures) => ({ performance_mode: profilesByModel[modelOf(figures) + 1]! }),
    effect: (figures) =>
      `Finer poses at about ${speedOfHeavier(figures).toFixed(1)} times the speed of the recording.`,
  },
  {
    id: 'all-from-store',
    when: ({ walks, walksFromStore }) =>
      walks > 0 && walksFromStore === walks
        ? { name: 'from_store', value: walksFromStore, threshold: walks, unit: 'walks' }
        : null,
    text: ({ walks }) =>
      `${walks === 1 ? 'The pose' : `All ${walks} poses`} came from the store: the times above say nothing of this machine’s speed.`,
    settings: () => ({}),
    effect: () =>
      'To measure it, set enable_optimizations to false (--disable-optimizations on the command line): then nothing is reused.',
  },
];
