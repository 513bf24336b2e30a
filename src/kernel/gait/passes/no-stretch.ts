import { sides } from '../../../shared/results';
import { legLength, pointName, type SagittalTrack } from '../signal/sagittal';
import { shortestStretchS, type Stretch } from './stretches';

/** Points of a foot that its contacts are read from, and what they are called. */
const footPoints = [
  { point: 'Heel', words: 'heels' },
  { point: 'BigToe', words: 'big toes' },
] as const;

/** Why nothing at all can be said of a walk, or null where it has stretches. */
export function whyNoStretch(
  { timeS, paths, ...track }: SagittalTrack,
  stretches: readonly Stretch[],
): string | null {
  if (stretches.length > 0) return null;
  if (timeS.length === 0) return 'No events: the recording has no frames.';
  const isSeen = (name: string) => paths.get(name)?.along.some((along) => !Number.isNaN(along)) ?? false;
  const missing = footPoints.filter(({ point }) => !sides.some((side) => isSeen(pointName(side, point))));
  if (isSeen('MidHip') && missing.length > 0) {
    const points = missing.map(({ words }) => words).join(' and no ');
    return `No events: the recording shows no ${points}. Contacts are read from heel and big toe of each foot.`;
  }
  if (Number.isNaN(legLength({ ...track, timeS, paths }))) {
    return 'No events: nobody is seen with hips and feet together.';
  }
  const lastsS = timeS.at(-1)! - timeS[0]!;
  if (lastsS < shortestStretchS) {
    return (
      `No events: the recording is ${lastsS.toFixed(2)} s long (${timeS.length} frames). ` +
      `Steps are looked for in ${shortestStretchS} s or more, and a mean wants four strides of each foot.`
    );
  }
  return (
    `No events: the walker is nowhere seen from the side for long enough (${shortestStretchS} s), ` +
    'or the feet point at the camera.'
  );
}
