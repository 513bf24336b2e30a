export { editorNotebook, notebookFile } from './editor-cells';
export type { CellExecution, CellMetadata, EditorCell, EditorNotebook } from './editor-cells';
export { gaitLanguage, newNotebookFile, notebookFileText, parseNotebookFile } from './notebook-file';
export type { FileCell, NotebookFile } from './notebook-file';
export { carriesBytes, errorType, keptFormsType, keptType, streamTypes } from './output-types';
export type { EditorOutput, OutputItem, OutputMetadata } from './output-types';
export type { Json, JsonObject } from './json-text';
