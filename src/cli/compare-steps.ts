import { badInput } from '../shared/errors';
import type { StepInput } from '../shared/steps';
import type { CompareOptions } from './compare-options';

/** What a source on the command line holds. */
export interface SourceKind {
  readonly kind: 'video' | 'landmarks';
  readonly isStudy: boolean;
}

/**
 * The chain of steps of each source, up to its detected events: the results `measured` and `reference`.
 * @throws GaitError bad-input for options that do not go with the sources.
 */
export function sourceChains(options: CompareOptions, kinds: readonly SourceKind[]): StepInput[][] {
  const { sources, capture_fps, crop, fps, labels, method, exclude } = options;
  const { height_m, belt_speed_m_s, view_deg, floor_points } = options;
  if (labels !== undefined && sources.length === 2) {
    throw badInput(
      '--labels is what one source is compared with, and two are given.',
      'Leave one of them out.',
    );
  }
  if ((crop ?? capture_fps) !== undefined && !kinds.some(({ kind }) => kind === 'video')) {
    throw badInput('--crop and --capture-fps are for videos, and no source is one.', 'Leave them out.');
  }
  if (fps !== undefined && !kinds.some(({ kind }) => kind === 'landmarks')) {
    throw badInput(
      '--fps says how fast landmark files without times were recorded, and no source is one.',
      'For a slow-motion video give --capture-fps.',
    );
  }
  const metadata = { height_m, belt_speed_m_s, view_deg, floor_points, labels };
  return kinds.map(({ kind, isStudy }, index) => {
    const path = sources[index]!;
    const role = ['measured', 'reference'][index]!;
    const study = isStudy ? path : undefined;
    const files = isStudy ? undefined : path;
    const detect = { step: 'detect-events', method, exclude, as: role } as const;
    return kind === 'landmarks'
      ? [
          { step: 'load-landmarks', landmarks: files, study, fps, ...metadata, as: `${role}-points` },
          { ...detect, pose: `${role}-points` },
        ]
      : [
          { step: 'load-video', video: files, study, capture_fps, crop, ...metadata, as: `${role}-video` },
          { step: 'extract-pose', video: `${role}-video`, as: `${role}-points` },
          { ...detect, pose: `${role}-points` },
        ];
  });
}
