/** A local extremum of a series: of the samples, and between them. */
export interface TurningPoint {
  readonly kind: 'maximum' | 'minimum';
  /** Index of the extreme sample. */
  readonly frame: number;
  /** Time of the vertex of the parabola through the extreme sample and its neighbours. */
  readonly timeS: number;
  /** Smaller of the two differences to the neighbouring turning points (or the series' ends), in its unit. */
  readonly prominence: number;
  /** False where one flank is cut off by the end of the series. */
  readonly complete: boolean;
}

/** Time of the vertex of the parabola through samples `frame` − 1, `frame`, `frame` + 1, which need not be evenly apart. */
function vertexTimeS(timeS: Float64Array, values: Float64Array, frame: number): number {
  const before = timeS[frame - 1]! - timeS[frame]!;
  const after = timeS[frame + 1]! - timeS[frame]!;
  const fall = (values[frame - 1]! - values[frame]!) / before;
  const rise = (values[frame + 1]! - values[frame]!) / after;
  const curvature = (rise - fall) / (after - before);
  if (curvature === 0) return timeS[frame]!;
  const vertex = (curvature * before - fall) / (2 * curvature);
  return timeS[frame]! + Math.max(before, Math.min(after, vertex));
}

/**
 * Maxima and minima of a series without gaps that stand out by `swing` on both flanks.
 * At its ends one flank may be cut off; it must then still show a retreat of `startSwing` or `endSwing`,
 * so that an extremum is found only where the signal carries it.
 */
export function turningPoints(
  timeS: Float64Array,
  values: Float64Array,
  swing: number,
  startSwing: number,
  endSwing: number,
): TurningPoint[] {
  const extremes: { kind: TurningPoint['kind']; frame: number }[] = [];
  let lowest = 0;
  let highest = 0;
  let seeking: TurningPoint['kind'] | 'either' = 'either';
  for (const [frame, value] of values.entries()) {
    if (value > values[highest]!) highest = frame;
    if (value < values[lowest]!) lowest = frame;
    if (seeking !== 'minimum' && value < values[highest]! - swing) {
      extremes.push({ kind: 'maximum', frame: highest });
      seeking = 'minimum';
      lowest = frame;
    } else if (seeking !== 'maximum' && value > values[lowest]! + swing) {
      extremes.push({ kind: 'minimum', frame: lowest });
      seeking = 'maximum';
      highest = frame;
    }
  }
  if (seeking === 'maximum') extremes.push({ kind: 'maximum', frame: highest });
  if (seeking === 'minimum') extremes.push({ kind: 'minimum', frame: lowest });

  const last = values.length - 1;
  return extremes.flatMap(({ kind, frame }, k) => {
    if (frame === 0 || frame === last) return [];
    const value = values[frame]!;
    const before = Math.abs(value - values[extremes[k - 1]?.frame ?? 0]!);
    const after = Math.abs(value - values[extremes[k + 1]?.frame ?? last]!);
    if (before < startSwing || after < endSwing) return [];
    const prominence = Math.min(before, after);
    return [
      { kind, frame, timeS: vertexTimeS(timeS, values, frame), prominence, complete: prominence >= swing },
    ];
  });
}
