import type { StepName } from '../../shared/steps';
import { benchmark } from './benchmark';
import { compare } from './compare';
import { detectEvents } from './detect-events';
import { editEvents } from './edit-events';
import { extractPose } from './extract-pose';
import { loadLandmarks } from './load-landmarks';
import { loadVideo } from './load-video';
import { makePhantom } from './make-phantom';
import { predictPhases } from './predict-phases';
import { report } from './report';
import type { StepDefinition } from './step';
import { trainFolds } from './train-folds';

/** How each step is carried out; the compiler asks for every step of `shared/steps.ts`. */
export const stepDefinitions: { readonly [Name in StepName]: StepDefinition<Name> } = {
  'load-video': loadVideo,
  'load-landmarks': loadLandmarks,
  'extract-pose': extractPose,
  'detect-events': detectEvents,
  'edit-events': editEvents,
  compare,
  'make-phantom': makePhantom,
  'train-folds': trainFolds,
  'predict-phases': predictPhases,
  benchmark,
  report,
};
