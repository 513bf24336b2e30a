import type { GaitQuality } from '../../shared/results';
import { markup, type Markup } from './markup';
import { counted, figure } from '../../shared/numbers';
import { wideTable } from './wide-table';

/** What the figures of a walk stand on: method, camera, floor, scale, passes. */
export function setUpTable(walkId: string, quality: GaitQuality): Markup {
  const rows: [name: string, value: string][] = [
    ['Events', `${quality.method.name}: ${quality.method.source}`],
    ['Camera', cameraOf(quality)],
    ['Floor', floorOf(quality)],
    ['Lengths', scaleOf(quality)],
    ['Walking', walkingOf(quality)],
  ];
  return wideTable(
    markup`How ${walkId} was measured.`,
    markup`<tbody>${rows.map(([name, value]) => markup`<tr><th scope="row">${name}</th><td class="words">${value}</td></tr>`)}</tbody>`,
    { look: 'set-up' },
  );
}

function cameraOf({ view: { deg, from, corrected } }: GaitQuality): string {
  if (from === '3D') return 'points in 3D, measured in the plane along which the feet point';
  if (deg === null) return 'the angle off the side view is not known; nothing is corrected for it';
  const angle = `${figure(Math.abs(deg), 0)}° off the side view`;
  // Which side of the side view it is can only be told where the angle is more than its error.
  const seen = !corrected ? '' : `, the walker seen more from the ${deg > 0 ? 'front' : 'back'}`;
  return `${angle}${seen} (${from}); angles and lengths ${corrected ? 'are' : 'are not'} corrected for it`;
}

function floorOf({ floor_deg: deg, view }: GaitQuality): string {
  if (view.from === '3D') return 'level, as in the file';
  if (deg === null) return 'its slope in the picture was not found; the picture is taken as level';
  return `slopes by ${figure(deg, 1)}° in the picture, which is counted out of every angle`;
}

function scaleOf({ scale, view }: GaitQuality): string {
  if (scale !== null) {
    const { metres_per_pixel: metres, from } = scale;
    return metres === null ? `from ${from}` : `from ${from}; ${metres.toPrecision(3)} m a pixel`;
  }
  return view.from === '3D' ? 'in metres, as in the file' : 'no scale, so none are stated in metres';
}

function walkingOf({ walking_direction: direction, passes }: GaitQuality): string {
  const way = direction === 'unknown' ? 'direction unknown' : `direction ${direction}`;
  return passes.length === 0 ? way : `${way}, ${counted(passes.length, 'pass', 'passes')}`;
}
