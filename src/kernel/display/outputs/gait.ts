import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  outputFormat,
  outputTypes,
  type CellOutput,
  type PackedGaitOutput,
} from '../../../shared/cell-output';
import { cycleChart } from '../../../shared/charts/cycle-chart';
import { jointAngleChart } from '../../../shared/charts/joint-chart';
import type { GaitBundle } from '../../../shared/display';
import { packGait, packPose } from '../../../shared/packed-bundles';
import { gaitFiles } from '../../steps/gait-result';
import type { WalkResult } from '../../steps/step';
import type { RenderChart } from '../figure';
import { fitting } from './bounds';
import type { FinishedRun } from './finished-run';
import { pictureIdOf, readPose } from './pose';
import { stackSvg } from './stack';

/** What a walk's events show, beside the pose that they were found in. */
export async function gaitOutput(
  { recordId }: Pick<FinishedRun, 'recordId'>,
  name: string,
  { walk, sourceFolder, sourceAddress, address }: WalkResult,
  folder: string,
  renderChart: RenderChart,
): Promise<CellOutput> {
  // Sound: detect-events or edit-events wrote it, and the store hands out complete results only.
  const bundle = JSON.parse(await readFile(path.join(folder, gaitFiles.bundle), 'utf8')) as GaitBundle;
  const stored = sourceFolder === undefined ? null : await readPose(sourceFolder);
  const pose = stored && { bundle: packPose(stored.bundle), picture: null, ...pictureIdOf(stored) };
  const payload: PackedGaitOutput = {
    kind: 'gait',
    format: outputFormat,
    recordId,
    walkId: walk.id,
    // Of another tool's file the source's address is the digest of the file.
    recording: stored?.recording ?? sourceAddress ?? address ?? walk.id,
    name,
    bundle: packGait(bundle),
    ...(walk.affectedSide !== undefined && { affectedSide: walk.affectedSide }),
    pose,
  };
  const slot = `gait:${walk.id}`;
  const text = { 'text/plain': `${walk.id}: ${bundle.text}` };
  const pictured = { ...text, 'image/svg+xml': await gaitPicture(bundle, renderChart) };
  return fitting([
    { slot, data: { ...pictured, [outputTypes.gait]: payload } },
    { slot, data: { ...pictured, [outputTypes.gait]: { ...payload, pose: null } } },
    { slot, data: pictured },
    { slot, data: text },
  ]);
}

async function gaitPicture(bundle: GaitBundle, renderChart: RenderChart): Promise<string> {
  const angles = await renderChart(jointAngleChart(bundle));
  return bundle.meanCurves.length === 0 ? angles : stackSvg([angles, await renderChart(cycleChart(bundle))]);
}
