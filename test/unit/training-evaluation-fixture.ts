import type { JudgedFold } from '../../src/kernel/training/evaluation/evaluate';
import type { Dataset, DatasetWalk } from '../../src/kernel/training/data/dataset';
import type { EventKind, GaitEvent, Side } from '../../src/shared/results';
import { functionalPhases, outputsOf, type LabelTarget } from '../../src/shared/training';

/** Twenty milliseconds a frame. */
export const rateHz = 50;
export const strideFrames = 50;
const offsets: Record<Side, number> = { left: 0, right: 25 };
const stanceFrames = 30;
/** First frame of each phase, counted from contact. */
const phaseStarts = [0, 5, 15, 25, 30, 36, 43];

/** Frames since a foot's last contact. */
const sinceContact = (side: Side, frame: number): number =>
  (((frame - offsets[side]) % strideFrames) + strideFrames) % strideFrames;

/** Whether a foot of the made walker is on the floor: strides of a second, stances of 60 %. */
export const isDown = (side: Side, frame: number): boolean => sinceContact(side, frame) < stanceFrames;

export const phaseOf = (side: Side, frame: number): number =>
  phaseStarts.findLastIndex((start) => start <= sinceContact(side, frame));

/** Its events, half-way between two frames. */
export function madeEvents(frames: number): GaitEvent[] {
  const events: GaitEvent[] = [];
  for (let frame = 1; frame < frames; frame++) {
    for (const side of ['left', 'right'] as const) {
      if (isDown(side, frame) === isDown(side, frame - 1)) continue;
      const event: EventKind = isDown(side, frame) ? 'heel_strike' : 'toe_off';
      events.push({ timeS: (frame - 0.5) / rateHz, side, event, confidence: 1 });
    }
  }
  return events;
}

export function madeWalk(id: string, frames: number, own: Partial<DatasetWalk> = {}): DatasetWalk {
  return {
    id,
    subject: id,
    group: id,
    condition: null,
    firstFrame: 0,
    frames,
    startS: 0,
    labelSource: 'truth',
    events: madeEvents(frames).map(({ timeS, side, event }) => ({ timeS, side, event })),
    spanS: [0, (frames - 1) / rateHz],
    ruleEvents: madeEvents(frames),
    warnings: [],
    ...own,
  };
}

/** A data set of made walks, with a weight for each frame of a walk where not all of them count. */
export function madeDataset(
  walks: readonly DatasetWalk[],
  target: LabelTarget = 'contact',
  weightOf: (walk: DatasetWalk, frame: number) => number = () => 1,
): Dataset {
  const { groups, classes } = outputsOf[target];
  const sideOf = (group: number): Side => (group === 0 ? 'left' : 'right');
  return {
    description: {
      target,
      rateHz,
      features: ['knee_left_deg', 'knee_right_deg'],
      mirror: [
        { from: 1, sign: 1 },
        { from: 0, sign: 1 },
      ],
      groups,
      classes,
      walks,
    },
    read(walk, from, frames) {
      const labels = Array.from({ length: frames * groups }, (_, at) => {
        const [frame, side] = [from + Math.floor(at / groups), sideOf(at % groups)];
        if (target === 'events') return 0;
        return target === 'phases' ? phaseOf(side, frame) : Number(isDown(side, frame));
      });
      return {
        features: new Float32Array(frames * 2),
        targets: Float32Array.from(labels),
        weights: Float32Array.from(labels, (_, at) => weightOf(walk, from + Math.floor(at / groups))),
      };
    },
    close() {
      // Nothing is open.
    },
  };
}

/** What a network that is quite sure would put out for a walk's frames. */
export function sureOutputs(
  frames: number,
  target: LabelTarget,
  sayOf: (side: Side, frame: number) => number,
): Float32Array {
  const { classes } = outputsOf[target];
  return Float32Array.from(
    Array.from({ length: frames }, (_, frame) =>
      (['left', 'right'] as const).flatMap((side) => {
        const said = sayOf(side, frame);
        return target === 'phases'
          ? functionalPhases.map((_phase, phase) => (phase === said ? 0.94 : 0.01))
          : Array.from({ length: classes }, () => said);
      }),
    ).flat(),
  );
}

/** A fold that tests these walks, with what its network puts out for each. */
export function madeFold(
  number: number,
  training: readonly string[],
  test: readonly (readonly [walk: DatasetWalk, outputs: Float32Array])[],
): JudgedFold {
  let firstFrame = 0;
  const predictions = test.map(([{ id, frames }]) => {
    const place = { walk: id, firstFrame, frames };
    firstFrame += frames;
    return place;
  });
  return {
    outcome: {
      fold: { number, training, validation: [], test: test.map(([{ id }]) => id) },
      history: [
        { epoch: 1, loss: 0.7, validationLoss: 0.72, score: 0.6, learningRate: 0.001, seconds: 2 },
        { epoch: 2, loss: 0.4, validationLoss: 0.5, score: 0.8, learningRate: 0.001, seconds: 2 },
        { epoch: 3, loss: 0.3, validationLoss: 0.52, score: 0.79, learningRate: 0.0005, seconds: 2 },
      ],
      bestEpoch: 2,
      stoppedEarly: true,
      standardisation: { mean: [10, 12], sd: [3, 4] },
      weightsSha256: 'ab'.repeat(32),
      windowsPerSecond: 120,
      predictions,
    },
    predictions: Float32Array.from(test.flatMap(([, outputs]) => [...outputs])),
  };
}
