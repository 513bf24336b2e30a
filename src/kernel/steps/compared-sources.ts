import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readTruth, type PhantomTruth } from '../../phantom/truth';
import { badInput } from '../../shared/errors';
import type {
  CycleCurve,
  GaitCycle,
  GaitEvent,
  GaitParameters,
  JointName,
  Side,
  Walk,
} from '../../shared/results';
import type { TrueEvent } from '../gait/agreement/compare-truth';
import type { Reference } from '../gait/agreement/comparison';
import { cyclesOf } from '../gait/parameters/cycles';
import { sagittalTrack } from '../gait/signal/sagittal';
import { stepSignal, type TimedSignal } from '../gait/agreement/synchronise';
import { trueWalk } from '../gait/agreement/truth-cycles';
import { readLandmarks } from '../landmarks/read';
import { hasTruth, judgedSpan, spanOfEvents, storedEvents } from '../study/known-events';
import { gaitFiles, readAnalysis } from './gait-result';
import type { WalkResult } from './step';

/** What was measured of one walk, as its result in the store holds it. */
export interface MeasuredWalk {
  readonly walk: Walk;
  readonly folder: string;
  readonly events: readonly GaitEvent[];
  readonly cycles: readonly GaitCycle[];
  readonly curves: readonly CycleCurve[];
  readonly parameters: GaitParameters;
}

/** @throws GaitError bad-input where the walk failed in the step before. */
export async function readMeasured({ walk, folder, error }: WalkResult): Promise<MeasuredWalk> {
  if (folder === null) {
    throw badInput(`${walk.id} has nothing to compare: ${error?.message ?? 'it was not analysed'}`);
  }
  const { events, cycles, parameters } = await readAnalysis(folder);
  const curves = await readCurves(path.join(folder, gaitFiles.curves));
  return { walk, folder, events, cycles, curves, parameters };
}

/** Reads `curves.csv` line by line: that of an hour has two million. */
async function readCurves(file: string): Promise<CycleCurve[]> {
  const curves: (CycleCurve & { angleDeg: number[] })[] = [];
  let first = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [cycle, side, joint, percent, angle] = line.split(',');
    if (first || percent === undefined) {
      first = false;
      continue;
    }
    if (percent === '0') {
      // Sound: detect-events wrote the file.
      const [itsSide, itsJoint] = [side as Side, joint as JointName];
      curves.push({
        side: itsSide,
        joint: itsJoint,
        cycle: Number(cycle) - 1,
        startS: Number.NaN,
        angleDeg: [],
      });
    }
    curves.at(-1)!.angleDeg.push(Number(angle));
  }
  return curves;
}

/** The motion of the heels that a result's points hold, to bring clocks together by. */
export async function readStepSignal({ folder }: MeasuredWalk): Promise<TimedSignal> {
  const track = await readLandmarks(path.join(folder, gaitFiles.trc));
  return stepSignal(sagittalTrack(track, 0));
}

/** Of a walk that was cut to its first frames nothing is judged beyond them. */
export async function withinCut(reference: Reference, { walk, folder }: MeasuredWalk): Promise<Reference> {
  if (walk.maxFrames === undefined) return reference;
  const { timeS } = await readLandmarks(path.join(folder, gaitFiles.trc));
  const [fromS, toS] = reference.spanS;
  const [, seenUntilS] = judgedSpan([timeS[0] ?? fromS, timeS.at(-1) ?? fromS]);
  return { ...reference, spanS: [fromS, Math.min(toS, seenUntilS)] };
}

/**
 * What stands beside a recording and says what really happened: labels, the truth of a phantom, or the events that its
 * file holds. Its clock is the recording's own.
 * @throws GaitError bad-input where there is none of these.
 */
export async function referenceBeside(walk: Walk): Promise<Reference> {
  if (await hasTruth(walk)) return phantomReference(await readTruth(walk.path));
  const stored = await storedEvents(walk);
  if (stored === null) {
    throw badInput(
      `There is nothing beside ${path.basename(walk.path)} to compare it with.`,
      'Name another result with `with`, give the walk `labels` (a CSV of time_s, side, event), or take a C3D with events or a phantom.',
    );
  }
  const { called, events } = stored;
  return { called, kind: 'measured', events, cycles: eventCycles(events), spanS: spanOfEvents(events) };
}

/** What a phantom really did; the clip's ends are left out, and where the walker is not whole in the picture. */
export function phantomReference(truth: PhantomTruth): Reference {
  const { events, cycles, curves, visibleS } = trueWalk(truth);
  return {
    called: 'the exact truth of the phantom',
    kind: 'exact',
    events,
    cycles: { cycles, curves },
    spanS: judgedSpan(visibleS),
  };
}

/** Another result of the same walk as a reference. */
export function referenceFrom(other: MeasuredWalk, called: string): Reference {
  const { events, cycles, curves } = other;
  return { called, kind: 'measured', events, cycles: { cycles, curves }, spanS: spanOfEvents(events) };
}

/** Cycles between events that stand alone, without points: they have times and no lengths. */
const eventCycles = (events: readonly TrueEvent[]): Reference['cycles'] => ({
  cycles: cyclesOf(
    events.map((event) => ({ ...event, confidence: 1, stretch: 0, run: 0, isCutOff: false })),
    () => ({
      strideLengthM: null,
      stepLengthM: null,
      strideLengthHeights: null,
      stepWidthM: null,
      footClearanceM: null,
    }),
  ),
  curves: [],
});
