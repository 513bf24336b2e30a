// What the validation takes from the sources; bundled into dist/validate before the parts are loaded.
export { analyzeGait, prepareWalk } from '../../src/kernel/gait/analyze';
export { agreementOf, intervalOf } from '../../src/kernel/gait/agreement/agreement';
export { compareWalk, comparisonOf } from '../../src/kernel/gait/agreement/comparison';
export {
  cycleParameters,
  curveAgreement,
  parameterPairs,
} from '../../src/kernel/gait/agreement/cycle-agreement';
export { detectionOf, eventAgreement, eventPairs } from '../../src/kernel/gait/agreement/event-agreement';
export { detectEvents } from '../../src/kernel/gait/events/events';
export { refinementDefaults } from '../../src/kernel/gait/events/methods/refinement';
export { zeniWith } from '../../src/kernel/gait/events/methods/zeni';
export { checkOrder } from '../../src/kernel/gait/events/order';
export { readLandmarks } from '../../src/kernel/landmarks/read';
export { phantomReference } from '../../src/kernel/steps/compared-sources';
export { recordingOf } from '../../src/kernel/steps/gait-result';
export { readLabels } from '../../src/kernel/study/labels';
export { describeMachine } from '../../src/kernel/performance/machine';
export { findVideoTools } from '../../src/kernel/video/ffmpeg';
export { renderSvg } from '../../src/kernel/display/svg';
export { chartConfig, chartSchema, ink, muted, sideColours } from '../../src/shared/charts/chart-theme';
export { createSession } from '../../src/kernel/session';
export { cameraOf, project } from '../../src/phantom/camera';
export { readTruth, truthPath } from '../../src/phantom/truth';
export { walk as walkOf } from '../../src/phantom/walker';
export { defaultSettings } from '../../src/shared/resolve-settings';
export { eventMethodNames } from '../../src/shared/step-keys';
export { phantomOptions } from '../../src/shared/phantom-options';
export { readAnalysis } from '../../src/kernel/steps/gait-result';
export { createAdmission } from '../../src/kernel/steps/admission';
export { openStore } from '../../src/kernel/store/store';
export { buildDataset } from '../../src/kernel/training/data/build-dataset';
export { datasetFiles } from '../../src/kernel/training/data/dataset-files';
export { openDataset } from '../../src/kernel/training/data/open-dataset';
export { findEngine } from '../../src/kernel/training/engines';
export { evaluateFolds } from '../../src/kernel/training/evaluation/evaluate';
export { makeFolds } from '../../src/kernel/training/folds';
export { networkOf } from '../../src/kernel/training/model/network-of-settings';
export { foldProgress } from '../../src/kernel/training/run/fold-progress';
export { readFoldPredictions, runFolds } from '../../src/kernel/training/run/run-folds';
export { shuffled, uniform } from '../../src/shared/random';
export { resolveSettings } from '../../src/shared/resolve-settings';
