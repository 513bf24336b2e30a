import type { FilmstripTile } from '../../shared/display';
import type { Side } from '../../shared/results';
import { bones, drawnJoints, seenVisibility, type Bone } from '../../shared/skeleton';
import type { ThemeColours } from '../theme-colours';
import type { Part } from './part-of-tile';

type Landmarks = NonNullable<FilmstripTile['landmarks']>;

/** What is guessed rather than seen. */
const guessedOpacity = 0.35;

/**
 * A body over the part of a tile that fills a canvas `widthPx` wide: left solid with filled joints, right with hollow
 * ones, so that they are told apart without colours. A light edge keeps it visible on any clothes.
 */
export function drawSkeleton(
  context: CanvasRenderingContext2D,
  landmarks: Landmarks,
  { left, top, width }: Part,
  widthPx: number,
  { sideColours, muted, paper }: ThemeColours,
): void {
  const scale = widthPx / width;
  const lineWidth = Math.min(4, Math.max(2, widthPx / 160));
  const at = (index: number): readonly [x: number, y: number, visibility: number] | null => {
    const point = landmarks[index];
    return point ? [(point[0] - left) * scale, (point[1] - top) * scale, point[2]] : null;
  };
  const line = ([from, to]: Bone, colour: string, extraWidth: number, opacity: number): void => {
    const [a, b] = [at(from), at(to)];
    if (a === null || b === null) return;
    context.globalAlpha = Math.min(a[2], b[2]) < seenVisibility ? guessedOpacity * opacity : opacity;
    context.strokeStyle = colour;
    context.lineWidth = lineWidth + extraWidth;
    context.beginPath();
    context.moveTo(a[0], a[1]);
    context.lineTo(b[0], b[1]);
    context.stroke();
  };
  const joint = (index: number, side: Side): void => {
    const point = at(index);
    if (point === null) return;
    context.globalAlpha = point[2] < seenVisibility ? guessedOpacity : 1;
    context.beginPath();
    context.arc(point[0], point[1], lineWidth * 1.15, 0, 2 * Math.PI);
    context.fillStyle = side === 'left' ? sideColours.left : paper;
    context.strokeStyle = sideColours[side];
    context.lineWidth = Math.max(1.5, lineWidth / 2);
    context.fill();
    context.stroke();
  };
  context.save();
  context.lineCap = 'round';
  for (const bone of [...bones.middle, ...bones.right, ...bones.left]) line(bone, paper, lineWidth, 0.6);
  for (const bone of bones.middle) line(bone, muted, 0, 1);
  for (const side of ['right', 'left'] as const) {
    for (const bone of bones[side]) line(bone, sideColours[side], 0, 1);
    for (const index of drawnJoints[side]) joint(index, side);
  }
  context.restore();
}
