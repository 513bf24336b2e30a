import type { FilmstripTile, ThinSeries } from '../../shared/display';
import { figure } from '../../shared/numbers';
import { nearestIndex, type Frames } from './frames';

/** How surely the legs were seen at a moment; null where no pose was found. */
export const legsAt = ({ timeS, values }: ThinSeries, momentS: number): number | null =>
  values[nearestIndex(timeS, momentS)] ?? null;

/** "Frame 37 of 112 · 1.23 s · confidence of the legs 0.93": where a player stands. */
export function positionText(
  momentS: number,
  frames: Frames,
  confidence: ThinSeries,
  tile: FilmstripTile | undefined,
): string {
  const frame = frames.at(momentS);
  const legs = legsAt(confidence, momentS);
  const parts = [
    `Frame ${frame + 1} of ${frames.count}`,
    `${figure(momentS, 2)} s`,
    legs === null ? 'no pose found' : `confidence of the legs ${figure(legs, 2)}`,
  ];
  if (tile !== undefined && tile.frame !== frame) parts.push(`picture of frame ${tile.frame + 1}`);
  return parts.join(' · ');
}

/** The same for who listens: "1.23 s, frame 37". */
export const spokenPosition = (momentS: number, frames: Frames): string =>
  `${figure(momentS, 2)} s, frame ${frames.at(momentS) + 1}`;
