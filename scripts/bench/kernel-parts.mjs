// What the benchmark takes from the kernel's sources; bundled into dist/bench before the parts are loaded.
export { matchEvents } from '../../src/kernel/gait/agreement/compare-truth';
export { formatTrc } from '../../src/kernel/landmarks/trc';
export { availableCores, describeMachine } from '../../src/kernel/performance/machine';
export { readRuns } from '../../src/kernel/store/run-records';
export { featureNames } from '../../src/kernel/training/data/feature-columns';
export { networkOf } from '../../src/kernel/training/model/network-of-settings';
export { findVideoTools } from '../../src/kernel/video/ffmpeg';
export { readFrames } from '../../src/kernel/video/frames';
export { planGeometry } from '../../src/kernel/video/geometry';
export { probeVideo } from '../../src/kernel/video/probe';
export { readTruth } from '../../src/phantom/truth';
export { planPose } from '../../src/shared/memory-plan';
export { resolveSettings } from '../../src/shared/resolve-settings';
export { anHour } from '../../test/fixtures/long-track';
export { writeStudy } from '../../test/fixtures/training-study';
