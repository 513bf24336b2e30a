/** Gait Notebook for programs: a session that runs the same steps as the notebook and the `gait` command. */
export { createSession, type RunOptions, type Session, type SessionOptions } from './kernel/session';
export type { SettingsUnderStep } from './kernel/session-settings';
export { stepSchema, type Step, type StepInput, type StepName } from './shared/steps';
export { settingsLayerSchema, settingsSchema, type Settings, type SettingsLayer } from './shared/settings';
export { GaitError, type GaitErrorKind } from './shared/errors';
export type * from './shared/outcome';
export type * from './shared/results';
export type * from './shared/run-record';
export type * from './shared/display';
export { readTruth } from './phantom/truth';
