import type { PoseOutput } from '../../shared/cell-output';
import { counted, duration, percentOf } from '../../shared/numbers';
import { element } from '../element';
import type { Draw } from '../host';
import { gapsText } from './gaps';
import { createPlayer } from './player';
import { poseStyle } from './pose-style';

/** A pose track: its pictures with the skeleton on them, and where a pose was found. */
export const drawPose: Draw<PoseOutput> = (output, host) => {
  const { bundle, picture, pictureId, recording, walkId, name } = output;
  const label = `Pose of ${walkId}`;
  const player = createPlayer({ bundle, picture, recording, label, isCompact: false }, host);
  const takeBack =
    picture === null || pictureId === undefined ? undefined : host.pictures.lend(pictureId, picture);
  const { frames, detectedShare, durationS, widthPx, heightPx, filmstrip, warnings } = bundle;
  const facts = [
    `a pose in ${percentOf(detectedShare)} of ${counted(frames, 'frame')}`,
    duration(durationS),
    `${widthPx} × ${heightPx} px`,
    name === walkId ? '' : `result ${name}`,
  ].filter((fact) => fact !== '');
  const notes = [
    gapsText(bundle.confidence, frames),
    filmstrip === null || picture !== null
      ? ''
      : 'The pictures are not in this file: the skeleton alone is shown.',
    ...warnings,
  ].filter((note) => note !== '');
  return {
    element: element(
      'section',
      { class: 'pose', 'aria-label': label },
      element('style', {}, poseStyle),
      element(
        'header',
        {},
        element('strong', {}, walkId),
        element('span', { class: 'quiet' }, ` ${facts.join(' · ')}`),
      ),
      player.element,
      ...notes.map((note) => element('p', { class: 'note' }, note)),
    ),
    dispose: () => {
      takeBack?.();
      player.dispose();
    },
  };
};
