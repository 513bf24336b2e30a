import type { StepProgress } from '../../../shared/run-record';
import type { EpochRecord, TrainingProgress } from '../../../shared/training';
import type { FoldMessage } from './fold-messages';

type Told = Omit<StepProgress, 'step'>;

export interface FoldProgress {
  /** @param fold from 1. */
  readonly begin: (fold: number) => void;
  readonly see: (fold: number, message: FoldMessage) => void;
  readonly finish: (fold: number, history: readonly EpochRecord[], fromStore: boolean) => void;
  /** Tells what was not told yet, and nothing after. */
  readonly end: () => void;
}

interface FoldState {
  state: TrainingProgress['curves'][number]['state'];
  records: readonly EpochRecord[];
  /** Windows of an epoch; null before they are known. */
  windows: number | null;
  /** Learnt from in this run. */
  done: number;
  /** Learnt from in an earlier one, or not needed any more. */
  spared: number;
}

const mostPoints = 200;
/** Of all folds together: how they stand is told five times a second. */
const mostPointsInAll = 2000;
/** The rate is that of the last seconds. */
const rateSpanMs = 10_000;

/**
 * Follows all folds of a step, and says how they stand: at each epoch and between, at most five times a second; the last
 * state is always told.
 */
export function foldProgress(
  { folds, epochs }: Pick<TrainingProgress, 'folds' | 'epochs'>,
  tell: (progress: Told) => void,
  nowMs: () => number = () => performance.now(),
): FoldProgress {
  const states = Array.from({ length: folds }, (): FoldState => {
    return { state: 'waiting', records: [], windows: null, done: 0, spared: 0 };
  });
  const recent: { atMs: number; done: number }[] = [];
  const pointsOfFold = Math.max(2, Math.min(mostPoints, Math.floor(mostPointsInAll / folds)));
  const throttled = atMostEvery(200, () => {
    tell(current());
  });

  function current(): Told {
    const known = states.flatMap(({ windows }) => windows ?? []);
    const usual = known.reduce((sum, windows) => sum + windows, 0) / Math.max(1, known.length);
    const done = states.reduce((sum, fold) => sum + fold.done, 0);
    const total = states.reduce(
      (sum, { state, windows, done: own, spared }) =>
        sum + (state === 'done' || state === 'from store' ? own : epochs * (windows ?? usual) - spared),
      0,
    );
    const atMs = nowMs();
    recent.push({ atMs, done });
    while (recent.length > 2 && atMs - recent[0]!.atMs > rateSpanMs) recent.shift();
    const [first] = recent;
    const perSecond = first && atMs > first.atMs ? ((done - first.done) * 1000) / (atMs - first.atMs) : 0;
    const totalFrames = Math.max(done, Math.round(total));
    return {
      unit: 'windows',
      doneFrames: done,
      totalFrames,
      framesPerSecond: perSecond,
      secondsLeft: perSecond > 0 ? (totalFrames - done) / perSecond : null,
      training: {
        folds,
        epochs,
        curves: states.map(({ state, records }, index) => ({
          fold: index + 1,
          state,
          records: thinned(records, pointsOfFold),
        })),
      },
    };
  }

  return {
    begin(fold) {
      states[fold - 1]!.state = 'training';
      throttled.call();
    },
    see(fold, message) {
      const state = states[fold - 1]!;
      switch (message.kind) {
        case 'begins':
          state.windows = message.windows;
          state.records = message.history;
          state.spared = message.windows * message.history.length;
          break;
        case 'windows':
          state.done += message.windows;
          break;
        case 'epoch':
          state.records = [...state.records, message.record];
          break;
      }
      throttled.call();
    },
    finish(fold, history, fromStore) {
      const state = states[fold - 1]!;
      state.state = fromStore ? 'from store' : 'done';
      state.records = history;
      throttled.call();
    },
    end: throttled.end,
  };
}

/** As many points as a screen shows, the first and the last among them. */
export function thinned<T>(points: readonly T[], most = mostPoints): readonly T[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]!);
}

/** Calls at once, and again after the gap where it was asked to meanwhile. */
function atMostEvery(
  gapMs: number,
  tell: () => void,
): { readonly call: () => void; readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let untold = false;
  const run = (): void => {
    untold = false;
    tell();
    timer = setTimeout(() => {
      timer = undefined;
      if (untold) run();
    }, gapMs);
  };
  return {
    call() {
      if (timer === undefined) run();
      else untold = true;
    },
    end() {
      clearTimeout(timer);
      if (untold) tell();
      untold = false;
    },
  };
}
