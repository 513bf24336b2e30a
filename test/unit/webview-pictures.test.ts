import { describe, expect, it } from 'vitest';
import type { InlinePicture } from '../../src/shared/cell-output';
import { createPictures } from '../../src/webview/pictures';

const picture: InlinePicture = { mime: 'image/jpeg', base64: '/9j/4AAQ' };

describe('pictures that stand in another output of the notebook', () => {
  it('are shown whichever of the outputs is drawn first', () => {
    const pictures = createPictures();
    const shown: string[] = [];
    pictures.on('a', () => shown.push('before'));
    pictures.lend('a', picture);
    pictures.on('a', () => shown.push('after'));
    pictures.on('b', () => shown.push('other'));
    expect(shown).toEqual(['before', 'after']);
  });

  it('are not shown in an output that is gone, nor from one that is gone', () => {
    const pictures = createPictures();
    const shown: string[] = [];
    pictures.on('a', () => shown.push('gone'))();
    pictures.lend('a', picture)();
    pictures.on('a', () => shown.push('late'));
    expect(shown).toEqual([]);
  });

  it('are shown from the cell that was run again, though its output before goes later', () => {
    const pictures = createPictures();
    const takeBack = pictures.lend('a', picture);
    const again = { ...picture };
    pictures.lend('a', again);
    takeBack();
    const shown: InlinePicture[] = [];
    pictures.on('a', (lent) => shown.push(lent));
    expect(shown[0]).toBe(again);
  });
});
