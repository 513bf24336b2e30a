/** Cells as nbformat has them, but for what the writer fills in; ids are given, so that they never change. */
export const words = (id, text) => ({ id, cell_type: 'markdown', metadata: {}, source: lines(text) });

export const gait = (id, text, metadata = {}) => ({
  id,
  cell_type: 'code',
  execution_count: null,
  metadata,
  outputs: [],
  source: lines(text),
});

/** A gait cell in a notebook whose own language is another. */
export const gaitAmongOthers = (id, text) => gait(id, text, { vscode: { languageId: 'gait' } });

const lines = (text) => text.trim().match(/[^\n]*\n|[^\n]+$/g);
