import { element } from '../element';
import type { Drawing, OutputHost } from '../host';
import type { Stage } from './stage';

/** Waits for pictures that stand in another output of the page, and says so until they are there. */
export function lentPicture(
  id: string,
  stage: Pick<Stage, 'setPicture'>,
  { pictures }: Pick<OutputHost, 'pictures'>,
): Drawing {
  const note = element(
    'p',
    { class: 'note' },
    'The pictures of this walk are kept in the output of its extract-pose cell: show that, or run the cell, and they are shown here too.',
  );
  const dispose = pictures.on(id, (picture) => {
    stage.setPicture(picture);
    note.hidden = true;
  });
  return { element: note, dispose };
}
