/** Where time stands in a drawing: curves and events share one axis. */
export interface TimeAxis {
  readonly fromS: number;
  readonly toS: number;
  readonly leftPx: number;
  readonly widthPx: number;
}

export const xOf = ({ fromS, toS, leftPx, widthPx }: TimeAxis, timeS: number): number =>
  leftPx + ((timeS - fromS) / Math.max(1e-6, toS - fromS)) * widthPx;

/** The moment at a place; places beside the axis are its ends. */
export function timeAt(axis: TimeAxis, xPx: number): number {
  const timeS = axis.fromS + secondsIn(axis, xPx - axis.leftPx);
  return Math.min(axis.toS, Math.max(axis.fromS, timeS));
}

/** How long a way takes. */
export const secondsIn = ({ fromS, toS, widthPx }: TimeAxis, wayPx: number): number =>
  (wayPx / Math.max(1, widthPx)) * (toS - fromS);

export const isOn = ({ fromS, toS }: Pick<TimeAxis, 'fromS' | 'toS'>, timeS: number): boolean =>
  timeS >= fromS && timeS <= toS;

/** Where a dragged event is, and so near to where it was found that it is meant to be there again. */
export function draggedTo(
  axis: TimeAxis,
  { startS, originS, wayPx }: { startS: number; originS: number | null; wayPx: number },
): number {
  const timeS = Math.min(axis.toS, Math.max(axis.fromS, startS + secondsIn(axis, wayPx)));
  const isHome = originS !== null && Math.abs(xOf(axis, timeS) - xOf(axis, originS)) <= homePx;
  return isHome ? originS : timeS;
}

const homePx = 2;
