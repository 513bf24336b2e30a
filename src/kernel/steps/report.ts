import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { GaitBundle, PoseBundle } from '../../shared/display';
import { chartRenderer } from '../display/chart-store';
import { renderHtmlReport, type ReportWalk } from '../display/html-report';
import { studyCsv } from '../gait/tables';
import { buildPerformanceReport } from '../performance/report';
import { writeFolder } from '../store/write-folder';
import { badInput } from '../../shared/errors';
import { gaitFiles, readAnalysis } from './gait-result';
import { poseFiles } from './extract-pose';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Files of the study, beside its walks' folders. */
const studyFiles = ['study.csv', 'performance_report.json', 'report.html'] as const;

/** A walk under the folder it is written to; walks of several results may share an id. */
interface PlacedWalk {
  readonly result: WalkResult;
  readonly folder: string;
}

export const report: StepDefinition<'report'> = {
  async run(step, context) {
    const inputs = [step.of].flat().map((name) => context.result(name, 'detect-events'));
    const records = [...new Set(inputs.flatMap((input) => input.records))];
    if (records.length === 0) {
      throw badInput(
        'The records of the runs that led here are gone.',
        'Run their steps again: what they found is in the store and comes back at once.',
      );
    }
    const output = path.resolve(context.workingFolder, step.output);
    const placed = place(inputs.flatMap(({ walks }) => walks));
    const files = await writeFolder(output, '--output', async (staging) => {
      const walkFiles = await context.recorder.stage('write', () => writeWalks(placed, staging, context));
      const performance = buildPerformanceReport(records);
      const html = await context.recorder.stage('report', async () =>
        renderHtmlReport({
          title: 'Gait report',
          study: await Promise.all(placed.map(reportWalk)),
          performance,
          records,
          renderChart: chartRenderer(context.store),
        }),
      );
      const whole: Record<(typeof studyFiles)[number], string> = {
        'study.csv': await studyTable(placed),
        'performance_report.json': `${JSON.stringify(performance, null, 2)}\n`,
        'report.html': html,
      };
      for (const name of studyFiles) await writeFile(path.join(staging, name), whole[name]);
      context.signal.throwIfAborted();
      return [...walkFiles, ...studyFiles];
    });
    const walks = placed.map(({ result, folder }) => ({ ...result, walk: { ...result.walk, id: folder } }));
    return { walks, files };
  },
};

function place(results: readonly WalkResult[]): PlacedWalk[] {
  const taken = new Set<string>(studyFiles);
  return results.map((result) => {
    let folder = result.walk.id;
    for (let count = 2; taken.has(folder.toLowerCase()); count += 1) folder = `${result.walk.id}-${count}`;
    taken.add(folder.toLowerCase());
    return { result, folder };
  });
}

/** Copies every walk's files out of the store; a walk that failed has none. Returns their paths within `output`. */
async function writeWalks(
  placed: readonly PlacedWalk[],
  output: string,
  { settings, signal }: StepContext,
): Promise<string[]> {
  const compressed = settings.io_optimization.use_compression;
  const written: string[] = [];
  for (const { result, folder } of placed) {
    signal.throwIfAborted();
    if (result.folder === null) continue;
    const target = path.join(output, folder);
    await mkdir(target, { recursive: true });
    const { analysis: _analysis, bundle: _bundle, body25, ...tables } = gaitFiles;
    const names: string[] = Object.values(tables);
    for (const name of names) await copyFile(path.join(result.folder, name), path.join(target, name));
    const packed = path.join(result.folder, body25);
    const name = compressed ? body25 : body25.replace(/\.gz$/, '');
    names.push(name);
    if (compressed) await copyFile(packed, path.join(target, name));
    else await writeFile(path.join(target, name), await promisify(gunzip)(await readFile(packed)));
    if (result.sourceFolder !== undefined) {
      names.push(poseFiles.table);
      await copyFile(path.join(result.sourceFolder, poseFiles.table), path.join(target, poseFiles.table));
    }
    written.push(...names.map((file) => path.join(folder, file)));
  }
  return written;
}

async function studyTable(placed: readonly PlacedWalk[]): Promise<string> {
  const rows = await Promise.all(
    placed.map(async ({ result, folder }) => ({
      walk: { ...result.walk, id: folder },
      parameters: result.folder === null ? null : (await readAnalysis(result.folder)).parameters,
    })),
  );
  return studyCsv(rows);
}

async function reportWalk({ result, folder }: PlacedWalk): Promise<ReportWalk> {
  const { walk, error, warnings, fromStore, sourceFolder } = result;
  const shown = { walk: { ...walk, id: folder }, warnings, fromStore, ...(error && { error }) };
  if (result.folder === null) return shown;
  // Sound: the steps wrote their bundles, and the store hands out complete results only.
  const gait = JSON.parse(await readFile(path.join(result.folder, gaitFiles.bundle), 'utf8')) as GaitBundle;
  if (sourceFolder === undefined) return { ...shown, gait };
  const pose = JSON.parse(await readFile(path.join(sourceFolder, poseFiles.bundle), 'utf8')) as PoseBundle;
  const filmstripJpeg = pose.filmstrip && (await readFile(path.join(sourceFolder, pose.filmstrip.file)));
  return { ...shown, gait, pose: { ...pose, ...(filmstripJpeg && { filmstripJpeg }) } };
}
