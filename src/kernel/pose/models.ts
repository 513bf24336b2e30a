import { builtFile } from '../package-files';

export const modelComplexities = [0, 1, 2] as const;
export type ModelComplexity = (typeof modelComplexities)[number];

export interface PoseModel {
  readonly name: 'lite' | 'full' | 'heavy';
  /** File name of the bundle in `dist/models`. */
  readonly file: string;
  /** Digest of the whole bundle: the build checks it, and stored results are addressed by it. */
  readonly sha256: string;
}

/** MediaPipe's three pose models by their complexity. */
export const poseModels: Readonly<Record<ModelComplexity, PoseModel>> = {
  0: {
    name: 'lite',
    file: 'pose_landmarker_lite.task',
    sha256: 'adef5ef153fb4e141d70e375f73f59c961120f2045873f9f1c43b84c08b69aeb',
  },
  1: {
    name: 'full',
    file: 'pose_landmarker_full.task',
    sha256: '8fd6173cc3b3b67d22660cc92232df914d37c257726e546421354f250712a66b',
  },
  2: {
    name: 'heavy',
    file: 'pose_landmarker_heavy.task',
    sha256: 'ef851a70efed0a547578e20bc4f04f31634d6def2abec111dd6192f222fe4ef8',
  },
};

/** Absolute path of a model's bundle, which `npm run build` makes. */
export const modelPath = (complexity: ModelComplexity): string =>
  builtFile(`models/${poseModels[complexity].file}`);
