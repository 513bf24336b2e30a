import type { FilmstripTile } from '../../shared/display';
import type { Frames } from './frames';

/** Where a player stands. */
export interface Playback {
  readonly timeS: number;
  readonly isPlaying: boolean;
  /** Seconds of the recording in a second, before {@link paceOf}. */
  readonly speed: number;
}

export const speeds = [0.25, 0.5, 1, 2] as const;

/** Pictures further apart than this are shown as a time lapse, one after the other in a quarter of a second. */
const longestWaitS = 0.5;
const lapseS = 0.25;

/** How far apart the pictures of a recording are; 0 where there are not two. */
export function apartS(tiles: readonly FilmstripTile[]): number {
  const [first, last] = [tiles[0], tiles.at(-1)];
  if (first === undefined || last === undefined || tiles.length < 2) return 0;
  return (last.timeS - first.timeS) / (tiles.length - 1);
}

/** By how much a recording is sped up because its pictures lie far apart; 1 for most. */
export function paceOf(tiles: readonly FilmstripTile[]): number {
  const apart = apartS(tiles);
  return apart > longestWaitS ? apart / lapseS : 1;
}

/** A player after some time has passed; at the end of the recording it stands. */
export function advanced(playback: Playback, elapsedS: number, pace: number, { endS }: Frames): Playback {
  if (!playback.isPlaying) return playback;
  const timeS = playback.timeS + elapsedS * playback.speed * pace;
  return timeS >= endS ? { ...playback, timeS: endS, isPlaying: false } : { ...playback, timeS };
}

/** A player that was told to play or to stand; at the end it begins anew. */
export function toggled(playback: Playback, { startS, endS }: Frames): Playback {
  if (playback.isPlaying) return { ...playback, isPlaying: false };
  const isAtEnd = playback.timeS >= endS - 1e-6;
  return { ...playback, isPlaying: true, timeS: isAtEnd ? startS : playback.timeS };
}

/** What keys do in a player. */
export type PlayerKey = 'toggle' | 'previous' | 'next' | 'first' | 'last';

export const playerKeys: Readonly<Partial<Record<string, PlayerKey>>> = {
  ' ': 'toggle',
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
};

/**
 * Moments that can be stepped through: those of the pictures, for between them there is nothing else to see; without
 * pictures those of the frames.
 */
export function steppedS(
  step: Exclude<PlayerKey, 'toggle'>,
  timeS: number,
  tiles: readonly FilmstripTile[],
  frames: Frames,
): number {
  const { startS, endS } = frames;
  if (step === 'first') return startS;
  if (step === 'last') return endS;
  if (tiles.length === 0) {
    const frame = frames.at(timeS) + (step === 'next' ? 1 : -1);
    return frames.timeOf(Math.min(frames.count - 1, Math.max(0, frame)));
  }
  // A hair's breadth, so that a picture that is shown is not stepped to again.
  const hairS = 1e-4;
  const found =
    step === 'next'
      ? tiles.find((tile) => tile.timeS > timeS + hairS)
      : tiles.findLast((tile) => tile.timeS < timeS - hairS);
  return found?.timeS ?? (step === 'next' ? endS : startS);
}
