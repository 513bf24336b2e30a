// What scripts take from the bed.
export { startBed } from './bed';
export { namedExtension, provideExtension } from './extension';
export { installBed } from './install';
export { notebookText } from './notebook-text';
export { until } from './until';
export { EditorWindow } from './window';
export { makeWorkspace } from './workspace';
