import path from 'node:path';
import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';
import type { EventEdit } from '../../shared/event-edit';
import { gaitSteps } from '../../shared/step-keys';
import { collectGarbage } from '../display/collect-garbage';
import { findEvents, measureWalk, prepareWalk } from '../gait/analyze';
import { applyEdits, editsByWalk, editsInWords } from '../gait/events/edits';
import { withSidesExchanged } from '../gait/events/exchanged-sides';
import { exchangedSpans } from '../gait/signal/exchange-legs';
import { placeEvents } from '../gait/events/place-events';
import { addressOf } from '../store/address';
import { readEditsTable } from '../study/edits-table';
import { readAnalysis, recordingOf, toGaitResult, writeAnalysis, type StoredAnalysis } from './gait-result';
import { mapWalks } from './map-walks';
import { recordingMemory } from './recording-memory';
import type { StepContext, StepDefinition, WalkResult } from './step';

/** Raised whenever what this step writes changes. */
const version = 1;

/**
 * Measures walks anew from events that were corrected by hand. The result that is corrected stays as it is: the new
 * one has an address of its own, made of the old one's and the corrections. Corrections of corrected
 * events add up. Walks without corrections pass through.
 *
 * An edit without `at` gets the time of the step's first run; it is not part of the address, so that the same
 * corrections find their result again.
 */
export const editEvents: StepDefinition<'edit-events'> = {
  async run(step, context) {
    const gait = context.result(step.of, ...gaitSteps);
    const edits =
      typeof step.edits === 'string'
        ? await readEditsTable(path.resolve(context.workingFolder, step.edits))
        : step.edits;
    const ids = gait.walks.map(({ walk }) => walk.id);
    const byWalk = editsByWalk(edits, ids);
    const memory = recordingMemory(context);
    const walks = await mapWalks(gait.walks, context, 1, async (input) => {
      const own = byWalk.get(input.walk.id);
      // What failed before stays failed, for the reason it failed for.
      if (input.address === null || input.folder === null || own === undefined) return input;
      const address = addressOfEdited(input.address, own);
      const stored = await context.store.find(address);
      if (stored !== null) return toGaitResult(input, address, stored, true);
      const before = await readAnalysis(input.folder);
      await mustBeUnchanged(input, context);
      const recording = recordingOf(input, input.sourceFolder, context);
      const size = await recording.size();
      const refused = memory.refuse(input.walk, size);
      if (refused) return refused;
      const folder = await context.store.write(address, async (temporary) => {
        const track = await context.recorder.stage('read', () => recording.read(size));
        await editOne(input, own, { before, track, folder: temporary, context });
      });
      return toGaitResult(input, address, folder, false);
    });
    return { walks: memory.checked(walks) };
  },
};

const addressOfEdited = (gait: string, edits: readonly EventEdit[]): string =>
  addressOf({
    step: 'edit-events',
    version,
    inputs: { gait },
    // The walk's id is a name: the same corrections of the same recording are the same under another one.
    parameters: { edits: edits.map(({ walk: _walk, ...edit }) => edit) },
    engines: {},
  });

/** @throws GaitError where another tool's file is no longer the one in which the events were found. */
async function mustBeUnchanged({ walk, sourceAddress }: WalkResult, { store }: StepContext): Promise<void> {
  if (walk.source !== 'landmarks' || (await store.digest(walk.path)) === sourceAddress) return;
  throw badInput(
    `${path.basename(walk.path)} has changed since its events were found.`,
    'Run load-landmarks and detect-events again, then look whether the corrections still hold.',
  );
}

interface Editing {
  readonly before: StoredAnalysis;
  readonly track: KeypointTrack;
  readonly folder: string;
  readonly context: StepContext;
}

async function editOne(
  { walk }: WalkResult,
  edits: readonly EventEdit[],
  { before, track, folder, context: { recorder, signal } }: Editing,
): Promise<void> {
  collectGarbage();
  signal.throwIfAborted();
  const options = { ...before.options, walk };
  const { events, applied } = applyEdits(before.events, edits, {
    span: spanOf(track),
    earlier: before.edits,
    findAnew: (exchanged) => {
      const { method } = options;
      return typeof method === 'string'
        ? findEvents(prepareWalk(track, options, exchanged), { ...options, method }).events
        : withSidesExchanged(before.events, exchanged.slice(exchangedSpans(before.edits).length));
    },
    now: new Date().toISOString(),
  });
  const all = [...before.edits, ...applied];
  const analysis = await recorder.stage('gait_events', () => {
    const prepared = prepareWalk(track, options, exchangedSpans(all));
    if (prepared.stretches.length === 0 && events.length > 0) {
      throw badInput(
        'Nobody is seen walking in this recording, so nothing can be measured from events set by hand.',
        'A crop around the walker, or a lower confidence_threshold, may help.',
      );
    }
    const corrected = {
      events: placeEvents(events, prepared),
      abstentions: before.detection.abstentions.map(beforeCorrection),
      warnings: [editsInWords(all), ...before.detection.warnings.map(beforeCorrection)],
    };
    return Promise.resolve(measureWalk(prepared, corrected, options));
  });
  collectGarbage();
  const made = { options: before.options, detection: before.detection, edits: all };
  await recorder.stage('write', () => writeAnalysis(folder, track, analysis, made, signal));
  collectGarbage();
}

const beforeCorrection = (message: string): string => `Before the correction: ${message}`;

/** @throws GaitError where the recording has no frames to set events in. */
function spanOf({ timeS }: KeypointTrack): { fromS: number; toS: number } {
  const [fromS, toS] = [timeS[0], timeS.at(-1)];
  if (fromS === undefined || toS === undefined) {
    throw badInput('The recording has no frames, so no event can be set in it.');
  }
  return { fromS, toS };
}
