/** What passes between steps. Plain data: no class instances, so that it crosses threads and the kernel's border. */

export type Side = 'left' | 'right';
export const sides = ['left', 'right'] as const satisfies readonly Side[];

/** Left, top, width, height in pixels of the upright picture. */
export type Crop = readonly [x: number, y: number, widthPx: number, heightPx: number];

/** x and y of two points on the floor in pixels of the upright picture, then their distance in metres. */
export type FloorPoints = readonly [x1: number, y1: number, x2: number, y2: number, distanceM: number];

/** One recording: a video or another tool's landmarks, with its subject, condition and scale. */
export interface Walk {
  /** Unique within its study; names the walk's output folder. */
  readonly id: string;
  readonly source: 'video' | 'landmarks';
  /** Absolute path of the video, or of the landmark file or folder. */
  readonly path: string;
  readonly subject?: string;
  readonly session?: string;
  readonly condition?: string;
  readonly affectedSide?: Side | 'both' | 'none';
  readonly aid?: string;
  readonly heightM?: number;
  readonly beltSpeedMS?: number;
  /** Frames per second at which the camera really recorded, where the file's clock is stretched. */
  readonly captureFps?: number;
  readonly crop?: Crop;
  /** Only so many frames of the video, from its start, are looked at. */
  readonly maxFrames?: number;
  /** Angle of the camera off the side view in degrees, where it is known. */
  readonly viewDeg?: number;
  /** Two points on the floor along the walk, in pixels of the upright picture, and the metres between them. */
  readonly floorPoints?: FloorPoints;
  /** Path of a file with event labels. */
  readonly labels?: string;
}

export interface VideoInfo {
  /** Size of the upright picture: rotation metadata is already applied. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Size as coded, which is what the decoder's memory depends on. */
  readonly codedWidthPx: number;
  readonly codedHeightPx: number;
  /** Clockwise turn that rotation metadata asks for: 0, 90, 180 or 270. */
  readonly rotationDeg: number;
  readonly codec: string;
  readonly pixelFormat: string;
  readonly durationS: number;
  /** Frames the container declares or, where it does not, duration × average rate. */
  readonly expectedFrames: number;
  readonly averageFps: number;
  /** True where frame intervals differ (nominal and average rates disagree). */
  readonly variableFrameRate: boolean;
  readonly sizeBytes: number;
  /** Pictures that the stream may refer back to, where its header bounds them (H.264); the decoder holds them. */
  readonly referenceFrames?: number;
  /** Number of the video stream within its file; 0 where it is left out. */
  readonly streamIndex?: number;
  /** Width over height of a coded pixel, which the upright picture evens out; 1 where it is left out. */
  readonly pixelAspect?: number;
}

export const landmarkCount = 33;

/**
 * MediaPipe's 33 landmarks over time. Frames without a pose stay, as NaN: dropping them would compress time.
 */
export interface PoseTrack {
  /** Real presentation times in seconds, strictly increasing, n long. */
  readonly timeS: Float64Array;
  /** Picture that the image coordinates refer to, in pixels: the whole upright picture, also where a crop was used. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** n × 33 × 4, row-major: x px, y px (downwards), z px (towards the camera is negative), visibility 0–1. */
  readonly image: Float32Array;
  /** n × 33 × 3, row-major: metres, origin between the hips, y downwards. */
  readonly world: Float32Array;
  /** n long: share of the analysed picture that the person covers (0–1, NaN where none); only with segmentation. */
  readonly silhouetteShare?: Float32Array;
}

/** Named points over time, from any source, in one convention: y upwards, times in seconds. */
export interface KeypointTrack {
  readonly names: readonly string[];
  readonly timeS: Float64Array;
  /** n × names × 3, row-major. From a picture: x right, y up, z NaN, in pixels. From 3D: as in the file, in metres, y up. */
  readonly position: Float64Array;
  /** n × names, 0–1; 1 where the source has no confidence, 0 where the point is missing. */
  readonly confidence: Float32Array;
  readonly unit: 'px' | 'm';
  /** True where points in metres all lie in the plane of one camera's picture; a picture's own need not say so. */
  readonly planar?: boolean;
  /** Height of the picture in pixels, from whose lower edge y counts; left out where it is not known. */
  readonly heightPx?: number;
  /** Width of the picture in pixels; left out where it is not known. */
  readonly widthPx?: number;
}

export const eventKinds = ['heel_strike', 'toe_off'] as const;
export type EventKind = (typeof eventKinds)[number];

/** Initial contact (`heel_strike`) or final contact (`toe_off`), whichever part of the foot makes it. */
export interface GaitEvent {
  readonly timeS: number;
  readonly side: Side;
  readonly event: EventKind;
  /** 0–1; 1 where a person set it. */
  readonly confidence: number;
  /** How it came to be, where not by detection alone; `swapped` where only its side was exchanged by hand. */
  readonly origin?: 'added' | 'moved' | 'swapped';
  /** Where it was found, if it was moved. */
  readonly foundAtS?: number;
}

export const editKinds = ['add', 'move', 'delete', 'swap_legs'] as const;
export type EditKind = (typeof editKinds)[number];

/** A correction by hand that was made, with what it changed. */
export interface AppliedEdit {
  readonly edit: EditKind;
  /** As it was asked for: the event’s time, or where the span begins. */
  readonly timeS: number;
  /** Where the event was moved to, or where the span ends. */
  readonly toS: number | null;
  /** Of the event; null where legs were exchanged. */
  readonly side: Side | null;
  readonly event: EventKind | null;
  /** Time of the event before, and after; null where there was, or is, none. */
  readonly beforeS: number | null;
  readonly afterS: number | null;
  /** How many events it changed. */
  readonly changedEvents: number;
  readonly author: string;
  /** ISO date and time; that of the step’s first run where none was given. */
  readonly at: string;
  readonly reason: string;
}

/** What sets a cycle apart from the steady ones. */
export const cycleMarks = ['first', 'last', 'outlier'] as const;
/** `first` and `last` of its pass and side; `outlier` by its stride time or length. */
export type CycleMark = (typeof cycleMarks)[number];

/** One stride of one side: from its initial contact to its next one. */
export interface GaitCycle {
  readonly side: Side;
  readonly startS: number;
  readonly endS: number;
  /** Final contact of the same side within the cycle. */
  readonly toeOffS: number | null;
  /** Initial and final contact of the other side within the cycle. */
  readonly oppositeStrikeS: number | null;
  readonly oppositeOffS: number | null;
  readonly strideTimeS: number;
  /** From the opposite initial contact to the end of this cycle, which is this side's contact. */
  readonly stepTimeS: number | null;
  readonly stancePercent: number | null;
  readonly swingPercent: number | null;
  readonly singleSupportPercent: number | null;
  /** The double support that follows this side's contact. */
  readonly doubleSupportPercent: number | null;
  readonly strideLengthM: number | null;
  readonly stepLengthM: number | null;
  readonly speedMS: number | null;
  /** Stride length in heights of the body, which needs no scale. */
  readonly strideLengthHeights: number | null;
  /** Between the feet across the way, where the view shows it. */
  readonly stepWidthM: number | null;
  /** Least height of the toes over the floor in the middle of swing. */
  readonly footClearanceM: number | null;
  /** Number of its pass within the recording, from 1. */
  readonly pass: number;
  readonly marks: readonly CycleMark[];
  readonly kept: boolean;
  /** Why the cycle was left out; empty where it was kept. */
  readonly reason: string;
}

export interface Statistic {
  readonly mean: number | null;
  /** Sample standard deviation; null below two values. */
  readonly sd: number | null;
  readonly n: number;
}

export interface SidedStatistic {
  readonly left: Statistic;
  readonly right: Statistic;
  /** The same two by the walker's affected side; left out where none or both are affected, or it is not known. */
  readonly affected?: Statistic;
  readonly unaffected?: Statistic;
}

/** One joint of one side over the kept cycles; degrees, and percent of the cycle. */
export interface JointSummary {
  readonly maximum_deg: Statistic;
  readonly maximum_at_percent: Statistic;
  readonly minimum_deg: Statistic;
  readonly minimum_at_percent: Statistic;
  readonly range_of_motion_deg: Statistic;
}

/** What healthy people show, to compare with. */
export interface NormativeBand {
  readonly mean: number;
  readonly sd: number;
  /** Whose figures, and of whom. */
  readonly source: string;
}

/** Steady walking in one direction, between turns, stops and losses of sight. */
export interface Pass {
  readonly from_s: number;
  readonly to_s: number;
  readonly direction: GaitQuality['walking_direction'];
  readonly cycles: number;
  readonly kept_cycles: number;
}

/** What `parameters.json` holds; the keys are the file's. */
export interface GaitParameters {
  readonly cadence_steps_per_min: number | null;
  readonly stride_time_s: SidedStatistic & { readonly all: Statistic };
  readonly step_time_s: SidedStatistic & { readonly all: Statistic };
  readonly stance_percent: SidedStatistic & { readonly all: Statistic };
  readonly swing_percent: SidedStatistic & { readonly all: Statistic };
  readonly single_support_percent: SidedStatistic & { readonly all: Statistic };
  /** `left` follows left contact; `total` is left + right. */
  readonly double_support_percent: SidedStatistic & { readonly total: Statistic };
  /** 200 · (L − R) / (L + R), signed, by parameter. */
  readonly symmetry_index_percent: Readonly<Record<string, number | null>>;
  readonly stride_length_m: (SidedStatistic & { readonly all: Statistic }) | null;
  readonly step_length_m: (SidedStatistic & { readonly all: Statistic }) | null;
  readonly speed_m_s: (SidedStatistic & { readonly all: Statistic }) | null;
  readonly stride_length_body_heights: (SidedStatistic & { readonly all: Statistic }) | null;
  readonly step_width_m: (SidedStatistic & { readonly all: Statistic }) | null;
  readonly foot_clearance_m: (SidedStatistic & { readonly all: Statistic }) | null;
  /** By joint, where it is seen. */
  readonly joint_angles_deg: Readonly<
    Partial<
      Record<JointName, Record<Side, JointSummary> & { affected?: JointSummary; unaffected?: JointSummary }>
    >
  >;
  /** By parameter; only those for which there is a source. */
  readonly normative: Readonly<Record<string, NormativeBand>>;
  readonly quality: GaitQuality;
}

export interface GaitQuality {
  readonly frames: number;
  /** Share of frames in which the walker was found, 0–1. */
  readonly detected_share: number;
  readonly walking_direction:
    'left' | 'right' | 'towards +x' | 'towards -x' | 'towards +z' | 'towards -z' | 'unknown';
  /** What the chain declined to state, each with its reason. */
  readonly abstentions: readonly string[];
  readonly warnings: readonly string[];
  /** How lengths were scaled, or null. */
  readonly scale: {
    /** Null where one camera's points came in metres. */
    readonly metres_per_pixel: number | null;
    readonly from: string;
  } | null;
  /** How events were found, and whose method that is. */
  readonly method: { readonly name: string; readonly source: string };
  readonly passes: readonly Pass[];
  /** Angle of the camera off the side view, how it is known, and whether angles and lengths were corrected for it. */
  readonly view: { readonly deg: number | null; readonly from: string; readonly corrected: boolean };
  /** Slope of the floor in the picture in degrees, counted out of every angle; null where it was not found. */
  readonly floor_deg: number | null;
}

export const jointNames = ['hip', 'knee', 'ankle', 'trunk', 'foot'] as const;
export type JointName = (typeof jointNames)[number];

/** Sagittal joint angles in degrees, flexion and dorsiflexion positive, NaN where not seen. */
export interface JointAngles {
  readonly timeS: Float64Array;
  readonly left: Readonly<Record<JointName, Float64Array>>;
  readonly right: Readonly<Record<JointName, Float64Array>>;
  /** The conventions in words, as they are printed in the output. */
  readonly conventions: readonly string[];
}

/** One joint's angle over one kept cycle, at 0, 1, … 100 % of it. */
export interface CycleCurve {
  readonly side: Side;
  readonly joint: JointName;
  readonly cycle: number;
  readonly startS: number;
  /** 101 values in degrees. */
  readonly angleDeg: readonly number[];
}

export interface GaitAnalysis {
  readonly events: readonly GaitEvent[];
  readonly cycles: readonly GaitCycle[];
  readonly curves: readonly CycleCurve[];
  readonly angles: JointAngles;
  readonly parameters: GaitParameters;
}
