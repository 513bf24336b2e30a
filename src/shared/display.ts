import type { FunctionalPhase } from './training';
import type { AppliedEdit, GaitCycle, GaitEvent, GaitParameters, JointName, Side } from './results';

/**
 * Small frames of a video side by side in one JPEG, made while decoding, with the skeleton to draw on them.
 * Frames run left to right, then down.
 */
export interface Filmstrip {
  /** JPEG file beside the bundle. */
  readonly file: string;
  readonly columns: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly tiles: readonly FilmstripTile[];
  /** What was done to the pictures: `person` kept and head blurred, `whole` picture blurred, or nothing. */
  readonly blurred: boolean;
}

export interface FilmstripTile {
  readonly frame: number;
  readonly timeS: number;
  /** 33 × [x, y, visibility], x and y in pixels of the tile; null where no pose was found. */
  readonly landmarks: readonly (readonly [x: number, y: number, visibility: number])[] | null;
}

/** A series thinned to what a screen can show; null marks a gap. */
export interface ThinSeries {
  readonly timeS: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface PoseBundle {
  readonly kind: 'pose';
  /** The fallback, one or a few lines. */
  readonly text: string;
  readonly frames: number;
  readonly detectedShare: number;
  readonly durationS: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly filmstrip: Filmstrip | null;
  /** Mean visibility of the legs over time; null where no pose was found. */
  readonly confidence: ThinSeries;
  readonly warnings: readonly string[];
}

export interface MeanCurve {
  readonly side: Side;
  readonly joint: JointName;
  /** 101 values each; null where no cycle has one. */
  readonly meanDeg: readonly (number | null)[];
  readonly sdDeg: readonly (number | null)[];
  readonly cycles: number;
}

/** What a network said of one leg over a span of time: its foot is on the floor, or a phase of its cycle. */
export interface PhaseSpan {
  readonly side: Side;
  readonly phase: 'stance' | FunctionalPhase;
  readonly startS: number;
  readonly endS: number;
}

export type ThinAngles = Readonly<Record<Side, Readonly<Record<JointName, ThinSeries>>>>;

export interface GaitBundle {
  readonly kind: 'gait';
  readonly text: string;
  readonly angles: ThinAngles;
  /** Of a recording too long to be read as a whole: some seconds of it, with many kept cycles, in full detail. */
  readonly excerpt: { readonly startS: number; readonly endS: number; readonly angles: ThinAngles } | null;
  /** In order of time; of a very long recording, those from the excerpt on. */
  readonly events: readonly GaitEvent[];
  /** In order of time; of a very long recording, the first ones. */
  readonly cycles: readonly GaitCycle[];
  /** How many there are in all, also those that the bundle leaves out. */
  readonly totals: { readonly events: number; readonly keptCycles: number; readonly excludedCycles: number };
  readonly meanCurves: readonly MeanCurve[];
  readonly parameters: GaitParameters;
  readonly conventions: readonly string[];
  /** Corrections by hand, in the order in which they were made; of very many, the first ones. */
  readonly edits: readonly AppliedEdit[];
  /** In order of time, where a network said them; of a very long recording, those from the excerpt on. */
  readonly phases?: readonly PhaseSpan[];
}

/**
 * What a result shows, bounded in size, so that it can be drawn with no kernel alive. Whose walk it is the reader knows:
 * the same recording may stand under another name elsewhere.
 */
export type DisplayBundle = PoseBundle | GaitBundle;
