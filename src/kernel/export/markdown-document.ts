import path from 'node:path';
import { duration, figure, missing } from '../../shared/numbers';
import type { PerformanceReport } from '../../shared/performance-report';
import { runSvg } from '../display/outputs/run-picture';
import { peakOfLimit, peakWords } from '../display/report-performance';
import { renderSvg } from '../display/svg';
import type { ExportedCell } from './exported-cells';
import type { DrawnPayload, ExportedOutput, PlainForms } from './exported-outputs';
import { adviceMarkdown, benchmarkWordsMarkdown } from './markdown-advice';
import { MarkdownFiles } from './markdown-files';
import { markdownText, picturesOfText } from './markdown-text';
import { escaped, fenced, markdownTable } from './plain-markdown';
import { resultCharts } from './result-charts';
import { notesOf, withoutNotes } from './result-notes';
import { benchmarkPlainTables, parametersTable, studyTable } from './result-tables';
import { savedPerformance } from './saved-performance';
import { TextPictures } from './text-pictures';
import type { WrittenFile } from './written-files';

/** A notebook as Markdown, with its pictures as files in a folder beside it. */
export async function markdownDocument(
  cells: readonly ExportedCell[],
  { notebookFile, target }: { readonly notebookFile: string | null; readonly target: string },
): Promise<WrittenFile[]> {
  const folder = `${path.basename(target).replace(/\.md$/i, '')}_files`;
  const files = new MarkdownFiles(folder);
  const pictures = new TextPictures(notebookFile === null ? null : path.dirname(notebookFile));
  const parts: string[] = [];
  for (const [at, cell] of cells.entries()) {
    if (cell.kind === 'text') parts.push(await textPart(cell, pictures, files));
    else {
      if (cell.code.trim() !== '')
        parts.push(fenced(cell.code, cell.language === 'gait' ? 'yaml' : cell.language));
      if (cell.stale !== null) parts.push(`*${cell.stale}: run again, this cell may show something else.*`);
      for (const output of cell.outputs) parts.push(...(await outputParts(output, `cell-${at + 1}`, files)));
    }
  }
  const performance = savedPerformance(cells);
  if (performance !== null) parts.push(performancePart(performance));
  const text = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  return [{ name: path.basename(target), content: text }, ...files.written];
}

async function textPart(
  { markdown, attachments }: Extract<ExportedCell, { kind: 'text' }>,
  pictures: TextPictures,
  files: MarkdownFiles,
): Promise<string> {
  const places = new Map<string, string | null>();
  for (const address of picturesOfText(markdown)) {
    const found = await pictures.find(address, attachments);
    places.set(address, 'picture' in found ? files.addPicture('picture', found.picture) : null);
  }
  return markdownText(markdown, (address) => places.get(address) ?? null);
}

async function outputParts(output: ExportedOutput, name: string, files: MarkdownFiles): Promise<string[]> {
  if (output.kind === 'result') return resultParts(output.payload, output.forms, name, files);
  const note = output.kind === 'plain' && output.note !== null ? [escaped(output.note)] : [];
  return [...note, ...plainParts(output.forms, name, files)];
}

function plainParts({ picture, text }: PlainForms, name: string, files: MarkdownFiles): string[] {
  if (picture !== null) return [imageLine(text.split('\n')[0] ?? '', files.addPicture(name, picture))];
  return text === '' ? [] : [fenced(text)];
}

async function resultParts(
  payload: DrawnPayload,
  forms: PlainForms,
  name: string,
  files: MarkdownFiles,
): Promise<string[]> {
  const parts = wordsOf(payload, forms);
  const told = payload.kind === 'benchmark' ? benchmarkWordsMarkdown(payload.bundle.results) : null;
  if (payload.kind === 'study') {
    parts.push(markdownTable(studyTable(payload)));
    for (const { id, strip } of payload.rows) {
      if (strip) parts.push(imageLine(`Frames of ${id}`, files.addPicture(`${name}-frames`, strip.picture)));
    }
  }
  if (payload.kind === 'benchmark')
    parts.push(...(told?.before ?? []), ...benchmarkPlainTables(payload).map(markdownTable));
  if (payload.kind === 'pose' && forms.picture !== null) {
    parts.push(
      imageLine(`Skeleton of ${payload.walkId}`, files.addPicture(`${name}-skeleton`, forms.picture)),
    );
  }
  if (payload.kind === 'run') {
    parts.push(
      imageLine(
        'Memory over time and time by stage',
        files.addDrawing(`${name}-run`, runSvg(payload.record)),
      ),
    );
    return parts;
  }
  for (const chart of resultCharts(payload)) {
    const file = files.addDrawing(`${name}-${chart.name}`, await renderSvg(chart.spec));
    parts.push(imageLine(chart.title, file), `*${escaped(chart.caption)}*`);
  }
  if (payload.kind === 'gait' && payload.bundle.totals.keptCycles > 0)
    parts.push(markdownTable(parametersTable(payload)));
  return told === null ? parts : [...parts, ...told.after];
}

/** Tables in plain text keep their columns. */
function wordsOf(payload: DrawnPayload, forms: PlainForms): string[] {
  switch (payload.kind) {
    case 'study':
    case 'benchmark':
      return [];
    case 'training':
      return [fenced(payload.bundle.text)];
    case 'pose':
      return paragraphs(forms.text, payload.bundle.warnings);
    case 'gait':
      return paragraphs(forms.text, notesOf(payload.bundle));
    case 'run':
      return [linesOf(forms.text)];
  }
}

const linesOf = (text: string): string => text.split('\n').map(escaped).join('  \n');

const paragraphs = (text: string, notes: readonly string[]): string[] => [
  linesOf(withoutNotes(text)),
  ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escaped(note)}`).join('\n')]),
];

const imageLine = (words: string, file: string): string => `![${escaped(words)}](${file})`;

function performancePart(report: PerformanceReport): string {
  const { steps, timing_metrics: timing, machine, optimization_recommendations: advice, engines } = report;
  const peak = peakWords(report);
  const table = markdownTable({
    title: 'The steps that led here',
    head: [
      'Step',
      'Time',
      'Memory (MB)',
      'Walks from the store',
      'Frames/s',
      'Workers',
      'Number held down by',
      'Outcome',
    ],
    rows: steps.map((step) => [
      ...[step.step, duration(step.seconds), peakOfLimit(step), `${step.from_store} of ${step.walks}`],
      ...[figure(step.frames_per_second, 1), step.workers === null ? missing : String(step.workers)],
      ...[step.bound_by ?? missing, step.outcome],
    ]),
    words: new Set([0, 6, 7]),
    notes: [],
  });
  return [
    '## Performance',
    escaped(
      `Profile ${report.performance_mode}: ${duration(timing.total)} in all${peak === null ? '' : `, ${peak}`}.`,
    ),
    table,
    '### Advice',
    advice.length === 0 ? 'None: no figure of this run calls for other settings.' : adviceMarkdown(advice),
    '### Machine and versions',
    escaped(
      `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memory_mb)} MB of memory; ${machine.platform}; Node ${machine.node.replace(/^v/, '')}.`,
    ),
    Object.entries(engines)
      .map(([name, version]) => `- ${escaped(`${name}: ${version}`)}`)
      .join('\n'),
  ].join('\n\n');
}
