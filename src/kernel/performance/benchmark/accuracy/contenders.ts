import type { Settings } from '../../../../shared/settings';

/** A contender whose pose is judged. */
export interface MeasuredContender {
  readonly contender: string;
  /** Complete. */
  readonly settings: Settings;
  /** Folder of its result of extract-pose; null where that was not kept. */
  readonly poseFolder: string | null;
}

/** Contenders that find the same, so that one of them speaks for all. */
export interface LikeContenders {
  readonly names: readonly string[];
  readonly settings: Settings;
  readonly poseFolder: string | null;
}

/** What a pose and the gait that is measured from it depend on; all else is how the work is done. */
const resultSettings = ({ frame_width, frame_rate, mediapipe, signal_processing }: Settings): string =>
  JSON.stringify([
    frame_width,
    frame_rate,
    Object.entries(mediapipe).sort(),
    Object.entries(signal_processing).sort(),
  ]);

/** Contenders by what they find, in the order of the first of each kind. */
export function likeContenders(contenders: readonly MeasuredContender[]): LikeContenders[] {
  const kinds = new Map<string, LikeContenders>();
  for (const { contender, settings, poseFolder } of contenders) {
    const key = resultSettings(settings);
    const known = kinds.get(key);
    kinds.set(
      key,
      known === undefined
        ? { names: [contender], settings, poseFolder }
        : { ...known, names: [...known.names, contender], poseFolder: known.poseFolder ?? poseFolder },
    );
  }
  return [...kinds.values()];
}

/** The contender that others are set beside where nothing is known of the walk: accurate, or the largest model. */
export function mostAccurate<One extends Pick<LikeContenders, 'names' | 'settings'>>(
  contenders: readonly One[],
): One | undefined {
  const size = ({ settings }: One) => [settings.mediapipe.model_complexity, settings.frame_width] as const;
  const named = contenders.find(({ names }) => names.includes('accurate'));
  const largestFirst = [...contenders].sort((a, b) => {
    const [[modelA, widthA], [modelB, widthB]] = [size(a), size(b)];
    return modelB - modelA || widthB - widthA;
  });
  return named ?? largestFirst[0];
}
