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
import { wrappedLine } from '../../shared/wrapped-line';
import { exportedOutputs, type ExportedOutput } from './exported-outputs';
import { pictureOf, type Picture } from './picture';
import { resultCharts } from './result-charts';

/** Width of a plotting area that JupyterLab has room for on a small screen, and of a line of words above it. */
const chartWidthPx = 620;
const mostInLine = 100;
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
  // A chart would be shown in place of the pictures.
  if (payload.kind === 'pose' || payload.kind === 'study') return jpegIn(forms.picture);
  const charts = resultCharts(payload, { widthPx: chartWidthPx });
  if (charts.length === 0) return {};
  const chart = together(
    charts.map(({ spec }) => spec),
    forms.text,
    charts.map(({ title }) => title).join('; '),
  );
  return JSON.stringify(chart).length > mostChartCharacters ? {} : { [outputTypes.chart]: chart };
}

/** The photograph that a drawing of ours is made around, where it is one: it is shown where drawings are not trusted. */
function jpegIn(drawing: Picture | null): JsonObject {
  if (drawing?.mime !== 'image/svg+xml') return {};
  const text = Buffer.from(drawing.base64, 'base64').toString('utf8');
  const found = [...text.matchAll(/href="data:image\/jpeg;base64,([A-Za-z0-9+/=]+)"/g)].map(
    ([, base64]) => base64!,
  );
  const picture = found.length === 1 ? pictureOf(found[0]!) : null;
  return picture?.mime === 'image/jpeg' ? { [picture.mime]: picture.base64 } : {};
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
      text: words
        .split('\n')
        .flatMap((line) => inLines(line).map((part) => part.replaceAll('  ', '\u00a0\u00a0'))),
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

/** A chart cuts what is longer; a line of a table, whose gaps mean something, stays whole. */
const inLines = (line: string): string[] => (line.includes('  ') ? [line] : wrappedLine(line, mostInLine));
