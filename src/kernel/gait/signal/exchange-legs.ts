import type { AppliedEdit } from '../../../shared/results';
import { mapPaths, type SagittalTrack } from './sagittal';

/** A span of time in seconds, both ends included. */
interface Span {
  readonly fromS: number;
  readonly toS: number;
}

/** The spans over which corrections by hand exchange the legs. */
export const exchangedSpans = (edits: readonly AppliedEdit[]): Span[] =>
  edits.flatMap(({ edit, timeS, toS }) =>
    edit === 'swap_legs' && toS !== null ? [{ fromS: timeS, toS }] : [],
  );

const isOfLeg = (name: string): boolean => /^[LR](Hip|Knee|Ankle|Heel|BigToe|SmallToe)$/.test(name);
const otherSide = (name: string): string => (name.startsWith('L') ? 'R' : 'L') + name.slice(1);

/**
 * Left leg for right over some spans; where two of them overlap, they undo one another. To be done after what
 * the chain exchanges by itself, which would otherwise take it back.
 */
export function exchangeLegs(track: SagittalTrack, spans: readonly Span[]): SagittalTrack {
  if (spans.length === 0) return track;
  const isExchanged = Array.from(
    track.timeS,
    (time) => spans.filter(({ fromS, toS }) => time >= fromS && time <= toS).length % 2 === 1,
  );
  const mixed = <T extends Float32Array | Float64Array>(own: T, other: T): T =>
    own.map((value, frame) => (isExchanged[frame] === true ? other[frame]! : value)) as T;
  const exchanged = mapPaths(track, (path, name) => {
    const other = isOfLeg(name) ? track.paths.get(otherSide(name)) : undefined;
    if (other === undefined) return path;
    return { along: mixed(path.along, other.along), up: mixed(path.up, other.up) };
  });
  const confidence = new Map(
    Array.from(track.confidence, ([name, own]) => {
      const other = isOfLeg(name) ? track.confidence.get(otherSide(name)) : undefined;
      return [name, other === undefined ? own : mixed(own, other)] as const;
    }),
  );
  const across = new Map(
    Array.from(track.across, ([name, own]) => [name, mixed(own, track.across.get(otherSide(name)) ?? own)]),
  );
  return { ...exchanged, confidence, across };
}
