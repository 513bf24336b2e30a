import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { GaitBundle, PoseBundle } from '../../shared/display';
import type { Walk } from '../../shared/results';
import { chartRenderer } from '../display/chart-store';
import { renderHtmlReport, type ReportWalk } from '../display/html-report';
import { parametersJson } from '../gait/tables';
import { buildPerformanceReport } from '../performance/report';
import { writeFolder } from '../store/write-folder';
import { studyCsv, type StudyEntry } from '../study/study-csv';
import { withWalkColumns } from '../study/walk-columns';
import { badInput } from '../../shared/errors';
import { gaitSteps } from '../../shared/step-keys';
import { detectableChangeJson, detectableChangeOf, type CountedWalk } from './detectable-change';
import { gaitFiles, readAnalysis } from './gait-result';
import { poseFiles, readPoseOutcome } from './stored-pose';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Files of the study, beside its walks' folders. */
const studyFiles = ['study.csv', 'performance_report.json', 'report.html'] as const;
/** Beside them where phantoms tell what change the set-up can detect. */
const changeFile = 'detectable_change.json';

/** A result with its walk under the id that names its folder; walks of several results may share theirs. */
interface PlacedWalk {
  readonly result: WalkResult;
  readonly walk: Walk;
}

export const report: StepDefinition<'report'> = {
  async run(step, context) {
    const inputs = [step.of].flat().map((name) => context.result(name, ...gaitSteps));
    const records = [...new Set(inputs.flatMap((input) => input.records))];
    if (records.length === 0) {
      throw badInput(
        'The records of the runs that led here are gone.',
        'Run their steps again: what they found is in the store and comes back at once.',
      );
    }
    const phantoms = [step.phantom ?? []].flat().map((name) => context.result(name, 'detect-events'));
    const change = phantoms.length === 0 ? undefined : await detectableChangeOf(phantoms);
    for (const warning of change?.warnings ?? []) context.log('warn', warning);
    const output = path.resolve(context.workingFolder, step.output);
    const placed = place(inputs.flatMap(({ walks }) => walks));
    const files = await writeFolder(output, '--output', async (staging) => {
      const walkFiles = await context.recorder.stage('write', () => writeWalks(placed, staging, context));
      const performance = buildPerformanceReport(records);
      const counted = change === undefined ? [] : await countedWalks(placed);
      const html = await context.recorder.stage('report', async () =>
        renderHtmlReport({
          title: 'Gait report',
          study: await Promise.all(placed.map(reportWalk)),
          performance,
          records,
          change: change && { ...change, cyclesOfWalks: counted.map(({ cycles }) => cycles) },
          renderChart: chartRenderer(context.store),
        }),
      );
      const whole: Record<string, string> = {
        'study.csv': await studyTable(placed),
        'performance_report.json': `${JSON.stringify(performance, null, 2)}\n`,
        'report.html': html,
        ...(change && {
          [changeFile]: `${JSON.stringify(detectableChangeJson(change, counted), null, 2)}\n`,
        }),
      } satisfies Record<(typeof studyFiles)[number], string>;
      for (const [name, text] of Object.entries(whole)) await writeFile(path.join(staging, name), text);
      context.signal.throwIfAborted();
      return [...walkFiles, ...Object.keys(whole)];
    });
    return { walks: placed.map(({ result, walk }) => ({ ...result, walk })), files };
  },
};

function place(results: readonly WalkResult[]): PlacedWalk[] {
  const taken = new Set<string>([...studyFiles, changeFile]);
  return results.map((result) => {
    let folder = result.walk.id;
    for (let count = 2; taken.has(folder.toLowerCase()); count += 1) folder = `${result.walk.id}-${count}`;
    taken.add(folder.toLowerCase());
    return { result, walk: { ...result.walk, id: folder } };
  });
}

/** Tables in which every row says whose recording it is of. */
const tables = [gaitFiles.events, gaitFiles.cycles, gaitFiles.curves, gaitFiles.angles, gaitFiles.edits];
/** What other tools read. */
const otherTools = [gaitFiles.trc, gaitFiles.mot, gaitFiles.c3d, gaitFiles.keypoints];

/** Writes every walk's files from those in the store; a walk that failed has none. Returns their paths within `output`. */
async function writeWalks(
  placed: readonly PlacedWalk[],
  output: string,
  { settings, signal }: StepContext,
): Promise<string[]> {
  const compressed = settings.io_optimization.use_compression;
  const written: string[] = [];
  for (const { result, walk } of placed) {
    signal.throwIfAborted();
    if (result.folder === null) continue;
    const { parameters, edits } = await readAnalysis(result.folder);
    const stored = (name: string): string => path.join(result.folder!, name);
    const target = (name: string): string => {
      written.push(path.join(walk.id, name));
      return path.join(output, walk.id, name);
    };
    await mkdir(path.join(output, walk.id), { recursive: true });
    for (const name of edits.length > 0 ? tables : tables.filter((table) => table !== gaitFiles.edits)) {
      const rows = createReadStream(stored(name), 'utf8') as AsyncIterable<string>;
      await pipeline(Readable.from(withWalkColumns(rows, walk)), createWriteStream(target(name)), { signal });
    }
    await writeFile(target(gaitFiles.parameters), parametersJson(parameters, walk));
    for (const name of otherTools) await copyFile(stored(name), target(name));
    if (existsSync(stored(gaitFiles.phases)))
      await copyFile(stored(gaitFiles.phases), target(gaitFiles.phases));
    const packed = stored(gaitFiles.body25);
    if (compressed) await copyFile(packed, target(gaitFiles.body25));
    else {
      const name = gaitFiles.body25.replace(/\.gz$/, '');
      await pipeline(createReadStream(packed), createGunzip(), createWriteStream(target(name)), { signal });
    }
    if (result.sourceFolder !== undefined) {
      await copyFile(path.join(result.sourceFolder, poseFiles.table), target(poseFiles.table));
    }
  }
  return written;
}

/** How many cycles the parameters of each walk rest on. */
const countedWalks = (placed: readonly PlacedWalk[]): Promise<CountedWalk[]> =>
  Promise.all(
    placed.map(async ({ result, walk }) => ({
      id: walk.id,
      cycles: result.folder === null ? 0 : (await readAnalysis(result.folder)).parameters.stride_time_s.all.n,
    })),
  );

async function studyTable(placed: readonly PlacedWalk[]): Promise<string> {
  const entries: StudyEntry[] = [];
  // One after the other: an hour's events and cycles are read for the sake of its parameters.
  for (const { result, walk } of placed) {
    const parameters = result.folder === null ? null : (await readAnalysis(result.folder)).parameters;
    entries.push({ walk, parameters });
  }
  return studyCsv(entries);
}

async function reportWalk({ result, walk }: PlacedWalk): Promise<ReportWalk> {
  const { error, warnings, fromStore, sourceFolder } = result;
  const shown = { walk, warnings, fromStore, ...(error && { error }) };
  if (result.folder === null) return shown;
  // Sound: the steps wrote their bundles, and the store hands out complete results only.
  const gait = JSON.parse(await readFile(path.join(result.folder, gaitFiles.bundle), 'utf8')) as GaitBundle;
  if (sourceFolder === undefined) return { ...shown, gait };
  const pose = JSON.parse(await readFile(path.join(sourceFolder, poseFiles.bundle), 'utf8')) as PoseBundle;
  const { stills } = await readPoseOutcome(sourceFolder);
  const filmstripJpeg = stills && (await readFile(path.join(sourceFolder, stills.file)));
  return { ...shown, gait, pose: { ...pose, filmstrip: stills, ...(filmstripJpeg && { filmstripJpeg }) } };
}
