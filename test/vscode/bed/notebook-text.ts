/** A notebook as its file holds it: gait cells, and text where it starts as a heading does. Cell ids are stable. */
export function notebookText(cells: readonly string[]): string {
  const document = {
    cells: cells.map((source, index) => {
      const common = { id: `cell-${index}`, metadata: {}, source };
      return source.startsWith('#')
        ? { cell_type: 'markdown', ...common }
        : { cell_type: 'code', execution_count: null, ...common, outputs: [] };
    }),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
