import type { JudgedSource } from './cross-validation';
import { counted, duration } from './numbers';
import type { LabelTarget } from './training';
import type { ClassRow, TrainingBundle } from './training-bundle';

const targetNames: Record<LabelTarget, string> = {
  contact: 'Contact of each foot',
  phases: 'Seven functional phases of each leg',
  events: 'Strikes and offs',
};

/** What was learnt from how much, and how it was judged. */
export const learntText = ({
  target,
  walks,
  durationS,
  groups,
  foldsInAll,
}: Pick<TrainingBundle, 'target' | 'walks' | 'durationS' | 'groups' | 'foldsInAll'>): string =>
  `${targetNames[target]}, learnt from ${counted(walks, 'walk')} (${duration(durationS)}) in ${counted(groups, 'group')} and ` +
  `judged in ${counted(foldsInAll, 'fold')} on walks that were held out.`;

/** A network in a sentence, with how much of a walk one of its outputs sees. */
export const networkText = ({
  network: { filters, blocks, kernelSize, causal, head, windowFrames },
  receptiveField: { frames, seconds },
}: Pick<TrainingBundle, 'network' | 'receptiveField'>): string =>
  `The network has ${counted(blocks, 'block')} of ${counted(filters, 'filter')} and kernels of ${kernelSize} frames, ` +
  `${causal ? 'sees the past alone' : 'sees both sides of a frame'}, and predicts ${
    head === 'frame' ? 'each frame' : 'the middle frame'
  } of windows of ${windowFrames} frames. Its receptive field is ${counted(frames, 'frame')} (${seconds.toFixed(2)} s)${
    frames > windowFrames ? ', of which an output sees what lies within its window' : ''
  }.`;

/** What is judged, as tables and charts call it. */
export const sourceNames: Record<JudgedSource, string> = {
  network: 'Network',
  rule: 'Rule of detect-events',
  majority: 'Commonest class',
};
/** The order in which they are shown. */
export const shownSources: readonly JudgedSource[] = ['network', 'rule', 'majority'];

/** Sets of classes in the middle of a sentence. */
export const setTitles: Record<ClassRow['set'], string> = {
  contact: 'contact of each foot',
  states: 'the exclusive states',
  phases: 'the functional phases',
};

/** What labels are called for which no class was stated. */
export const unstatedName = 'none of these';

/** `single_support_left` → "single support left". */
export const classWords = (name: string): string => name.replaceAll('_', ' ');

/** A share of a table in percent; never rounded up to all or down to none. */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share < 1 && share > 0.999) return '> 99.9 %';
  return share === 0 || share === 1 ? `${100 * share} %` : `${(100 * share).toFixed(1)} %`;
}

/** A table of what was taken for what, in words. */
export const confusionTitle = (set: ClassRow['set']): string =>
  `Confusion matrix of ${setTitles[set]} over all held-out walks: share and number of labels by true class (rows) and stated class.`;
