import type { TopLevelSpec } from 'vega-lite';
import { outputTypes } from '../../shared/cell-output';
import {
  gaitLanguage,
  notebookFileText,
  parseNotebookFile,
  type FileCell,
  type Json,
  type JsonObject,
} from '../../shared/notebook';
import { asText, isObject } from '../../shared/notebook/json-text';
import { isMultilineText, splitLines } from '../../shared/notebook/lines';
import { exportedOutputs, type ExportedOutput } from './exported-outputs';
import { resultCharts } from './result-charts';

/** Charts of more characters are left out: Jupyter would take long to open them. */
const mostChartCharacters = 3_000_000;

/**
 * A notebook as a Jupyter notebook that keeps to nbformat's schema: its cells say their language themselves, and its
 * outputs bring charts that JupyterLab draws also in a notebook that it does not trust, where it shows no SVG. What the
 * notebook's own editor draws stays beside them.
 */
export function jupyterFile(text: string): string {
  const file = parseNotebookFile(text);
  const info = file.metadata['language_info'];
  const language = isObject(info) ? asText(info['name']) : gaitLanguage;
  return notebookFileText({
    cells: file.cells.map((cell) => jupyterCell(cell, language === gaitLanguage)),
    metadata: file.metadata,
    nbformat: file.nbformat,
    nbformat_minor: file.nbformat_minor,
  });
}

/** The keys that the schema knows of each type of cell; it allows no others. */
function jupyterCell(cell: FileCell, isGait: boolean): FileCell {
  const { cell_type, id, metadata, source = [], attachments, outputs = [], execution_count = null } = cell;
  if (cell_type === 'code') {
    const { vscode } = metadata;
    const own = isGait ? { vscode: { languageId: gaitLanguage, ...(isObject(vscode) ? vscode : {}) } } : {};
    return {
      cell_type,
      execution_count,
      id,
      metadata: { ...metadata, ...own },
      outputs: outputs.map(jupyterOutput),
      source,
    };
  }
  return {
    // Of a type that Jupyter does not know, the text is kept.
    cell_type: cell_type === 'markdown' ? cell_type : 'raw',
    id,
    metadata,
    source,
    ...(isObject(attachments) ? { attachments } : {}),
  };
}

function jupyterOutput(output: JsonObject): JsonObject {
  const type = asText(output['output_type']);
  switch (type) {
    case 'stream':
      return {
        name: output['name'] === 'stderr' ? 'stderr' : 'stdout',
        output_type: type,
        text: linesOf(output['text']),
      };
    case 'error': {
      const { ename, evalue, traceback } = output;
      const lines = Array.isArray(traceback) ? traceback.map((line) => asText(line as Json)) : [];
      return { ename: asText(ename), evalue: asText(evalue), output_type: type, traceback: lines };
    }
    case 'display_data':
    case 'execute_result': {
      const { data, metadata } = output;
      const [shown] = exportedOutputs(output);
      const count = output['execution_count'];
      return {
        data: {
          ...(isObject(data) ? withTexts(data) : {}),
          ...(shown === undefined ? {} : addedForms(shown)),
        },
        metadata: isObject(metadata) ? metadata : {},
        output_type: type,
        ...(type === 'execute_result' && {
          execution_count: Number.isInteger(count) ? count : null,
        }),
      };
    }
    default:
      return {
        data: { 'text/plain': splitLines(`An output of the kind "${type}", which Jupyter does not know.`) },
        metadata: {},
        output_type: 'display_data',
      };
  }
}

/** All but JSON has to be a text. */
const withTexts = (data: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      /^application\/(?:.*\+)?json$/.test(mime) ? value : linesOf(value),
    ]),
  );

const linesOf = (value: Json | undefined): Json =>
  isMultilineText(value) ? value : splitLines(asText(value));

/** What JupyterLab can show of a result of ours beside its SVG. */
function addedForms(output: ExportedOutput): JsonObject {
  if (output.kind !== 'result') return {};
  const { payload, forms } = output;
  if (payload.kind === 'pose') {
    // A chart would be shown in place of the skeleton.
    return payload.picture?.mime === 'image/jpeg' ? { 'image/jpeg': payload.picture.base64 } : {};
  }
  const charts = resultCharts(payload);
  if (charts.length === 0) return {};
  const chart = together(
    charts.map(({ spec }) => spec),
    forms.text,
    charts.map(({ title }) => title).join('; '),
  );
  return JSON.stringify(chart).length > mostChartCharacters ? {} : { [outputTypes.chart]: chart };
}

/** Charts below one another as one, under the words of the output: what shows a chart shows no text beside it. */
function together(specs: readonly TopLevelSpec[], words: string, description: string): JsonObject {
  const parts = specs.map((spec) => {
    const { $schema: _schema, config: _config, ...part } = spec;
    return part;
  });
  const [first] = specs;
  const chart = {
    $schema: first?.$schema,
    config: first?.config,
    description,
    title: {
      // Columns of a table stay below one another.
      text: words.split('\n').map((line) => line.replaceAll('  ', '\u00a0\u00a0')),
      anchor: 'start',
      font: 'monospace',
      fontSize: 11,
      fontWeight: 'normal',
      offset: 12,
    },
    ...(parts.length === 1
      ? parts[0]
      : {
          spacing: 30,
          vconcat: parts,
          resolve: {
            scale: { color: 'independent', strokeDash: 'independent' },
            legend: { color: 'independent', strokeDash: 'independent' },
          },
        }),
  };
  // As a file holds it: what is undefined is left out.
  return JSON.parse(JSON.stringify(chart)) as JsonObject;
}
