import { cameraHeightShare } from '../../phantom/camera';
import { degrees } from '../../phantom/vector';
import { badInput, type GaitError } from '../../shared/errors';
import { readableIssues } from '../../shared/readable-issues';
import type { GaitParameters, Pass } from '../../shared/results';
import { phantomOptions, type PhantomChoices, type PhantomOptions } from '../../shared/phantom-options';
import { statureOverTime } from '../gait/lengths/body-size';
import type { SagittalTrack } from '../gait/signal/sagittal';
import { median } from '../gait/statistics';
import type { MeasuredRecording } from './measured-recording';

export interface PhantomLike {
  readonly options: PhantomOptions;
  /** What it took over, in words. */
  readonly summary: string;
  /** What could not be measured and stands at its default. */
  readonly warnings: readonly string[];
}

/** Height of the pelvis in walking as a share of stature (thigh, shank and ankle of Winter 1990, less the bent knees'), typical. */
const pelvisShare = 0.52;
/** The picture's speed as a share of the walker's own below which the camera, or the belt, goes with the walker. */
const stillShare = 0.5;

/**
 * Focal length of a phone's main camera while it films, as a share of the longer side of its picture: about 28 mm on
 * full frame's 36 mm, typical.
 */
const focalShare = 0.78;

/**
 * The options of a phantom for the view, size and rate of a recording: what was chosen wins, then what was measured,
 * then the defaults. A picture does not tell how far away its camera stood, so it stands where a phone's main camera
 * sees the walker as large, level with the chest; its tilt puts the walker as high in the picture as in the recording.
 * In a picture of another size that is asked for, the walker takes as much room as in the recording's own.
 * @throws GaitError bad-input where something that a phantom needs was neither measured nor chosen
 */
export function phantomLike(recording: MeasuredRecording, chosen: PhantomChoices): PhantomLike {
  const { walk, info, parameters, track } = recording;
  const { quality } = parameters;
  const pass = longestPass(quality.passes);
  const seen = pass === undefined ? undefined : seenIn(track, pass);
  const heightM = chosen.height_m ?? walk.heightM ?? phantomOptions.shape.height_m.def.defaultValue;
  const cadence = chosen.cadence_steps_per_min ?? parameters.cadence_steps_per_min ?? undefined;
  const heights = parameters.stride_length_body_heights?.all.mean ?? undefined;
  const strideLengthM = chosen.stride_length_m ?? (heights === undefined ? undefined : heights * heightM);
  const facing = pass?.direction === 'left' || pass?.direction === 'right' ? pass.direction : undefined;
  const direction = chosen.direction ?? facing;
  const [widthPx, heightPx] = [
    chosen.width_px ?? even(info.widthPx),
    chosen.height_px ?? even(info.heightPx),
  ];
  const smaller = Math.min(widthPx / info.widthPx, heightPx / info.heightPx);
  const walkerHeightPx = chosen.walker_height_px ?? (seen && seen.staturePx * smaller);
  if (
    pass === undefined ||
    seen === undefined ||
    cadence === undefined ||
    strideLengthM === undefined ||
    direction === undefined ||
    walkerHeightPx === undefined
  ) {
    throw notMeasured(walk.id, quality, {
      'a pass with whole cycles': pass,
      cadence_steps_per_min: cadence,
      stride_length_m: strideLengthM,
      direction,
      walker_height_px: walkerHeightPx,
    });
  }

  const speedHeights = ((strideLengthM / heightM) * cadence) / 120;
  const goesAlong = seen.speedPx / seen.staturePx < stillShare * speedHeights;
  const treadmill = chosen.treadmill ?? (goesAlong && (walk.beltSpeedMS ?? 0) > 0);
  const camera = chosen.camera ?? (goesAlong && !treadmill ? 'following' : 'still');
  const fps = walk.captureFps ?? info.averageFps;
  const wholeS = Math.min(info.expectedFrames, walk.maxFrames ?? Infinity) / fps;
  // A phantom walks once through the picture.
  const lengthS = quality.passes.length > 1 ? Math.min(wholeS, pass.to_s - pass.from_s) : wholeS;
  const durationS = chosen.duration_s ?? lengthS;
  const typicalFocalPx = focalShare * Math.max(widthPx, heightPx);
  const distanceM = chosen.camera_distance_m ?? within(2, 40, (typicalFocalPx * heightM) / walkerHeightPx);
  const focalPx = (walkerHeightPx * distanceM) / heightM;
  const cameraHeightM = chosen.camera_height_m ?? cameraHeightShare * heightM;
  const hipsUp = Math.atan((pelvisShare * heightM - cameraHeightM) / distanceM);
  const middleToHipsPx = smaller * (seen.pelvisUpPx - info.heightPx / 2);
  const inPicture = Math.atan(middleToHipsPx / focalPx);

  const raw = {
    cadence_steps_per_min: cadence,
    stride_length_m: strideLengthM,
    height_m: heightM,
    view_deg: quality.view.deg ?? 0,
    direction,
    camera,
    treadmill,
    duration_s: durationS,
    fps,
    width_px: widthPx,
    height_px: heightPx,
    camera_distance_m: distanceM,
    camera_tilt_deg: degrees(hipsUp - inPicture),
    walker_height_px: walkerHeightPx,
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
  };
  const parsed = phantomOptions.safeParse(raw);
  if (!parsed.success) throw readableIssues(phantomOptions, parsed.error, raw, `A phantom like ${walk.id}`);
  return {
    options: parsed.data,
    summary: inWords(parsed.data, walkerHeightPx, distanceM),
    warnings: [
      ...(quality.view.deg === null && chosen.view_deg === undefined
        ? [
            'The view was not measured, so the phantom is seen from the side. Give view_deg where it is known.',
          ]
        : []),
      ...(chosen.height_m === undefined && walk.heightM === undefined
        ? [
            `The walker’s height is not known: the phantom’s is ${heightM} m, and its stride is as many heights long.`,
          ]
        : []),
      ...(quality.passes.length > 1
        ? [
            `The recording holds ${quality.passes.length} passes: the phantom is like the one with the most cycles.`,
          ]
        : []),
    ],
  };
}

function inWords(options: PhantomOptions, walkerHeightPx: number, distanceM: number): string {
  const { width_px, height_px, fps, view_deg, camera, treadmill, direction } = options;
  return [
    `${width_px} × ${height_px} at ${Number(fps.toFixed(2))} frames/s`,
    `${view_deg.toFixed(0)}° off the side view`,
    treadmill ? 'on a belt' : `${camera} camera`,
    `to the ${direction}`,
    `${options.cadence_steps_per_min.toFixed(1)} steps/min`,
    `strides of ${options.stride_length_m.toFixed(2)} m`,
    `${walkerHeightPx.toFixed(0)} px tall, ${distanceM.toFixed(1)} m away`,
  ].join(', ');
}

const within = (least: number, most: number, value: number): number => Math.min(most, Math.max(least, value));

const even = (px: number): number => 2 * Math.round(px / 2);

const longestPass = (passes: readonly Pass[]): Pass | undefined =>
  passes.filter(({ cycles }) => cycles > 0).sort((a, b) => b.cycles - a.cycles)[0];

/** How large, how fast and how high in the picture the walker is seen in a pass; undefined where the body is not seen. */
function seenIn(
  track: SagittalTrack,
  { from_s, to_s }: Pass,
): { staturePx: number; speedPx: number; pelvisUpPx: number } | undefined {
  const frames = Array.from(track.timeS.keys()).filter(
    (frame) => track.timeS[frame]! >= from_s && track.timeS[frame]! <= to_s,
  );
  const pelvis = track.paths.get('MidHip');
  if (pelvis === undefined) return undefined;
  const placed = frames.filter((frame) => !Number.isNaN(pelvis.along[frame]!));
  const [first, last] = [placed[0], placed.at(-1)];
  const statures = statureOverTime(track);
  const staturePx = median(frames.map((frame) => statures[frame]!));
  if (first === undefined || last === undefined || first === last || !(staturePx > 0)) return undefined;
  return {
    staturePx,
    speedPx:
      Math.abs(pelvis.along[last]! - pelvis.along[first]!) / (track.timeS[last]! - track.timeS[first]!),
    pelvisUpPx: median(placed.map((frame) => pelvis.up[frame]!)),
  };
}

function notMeasured(
  id: string,
  { abstentions }: GaitParameters['quality'],
  needed: Readonly<Record<string, unknown>>,
): GaitError {
  const missing = Object.keys(needed).filter((name) => needed[name] === undefined);
  const given = missing.filter((name) => name in phantomOptions.shape);
  const why = abstentions[0] === undefined ? '' : ` ${abstentions[0]}`;
  return badInput(
    `A phantom like ${id} cannot be made, for this was not measured: ${missing.join(', ')}.${why}`,
    given.length === missing.length
      ? `Give ${given.join(', ')} yourself, or a crop with the walker alone.`
      : 'Give a crop with the walker alone, or a recording in which the whole walker is seen from the side for some strides.',
  );
}
