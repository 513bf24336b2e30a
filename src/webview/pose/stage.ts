import type { InlinePicture } from '../../shared/cell-output';
import type { Filmstrip, FilmstripTile } from '../../shared/display';
import { element } from '../element';
import type { OutputHost } from '../host';
import { pictureUrl } from '../payload/picture';
import { drawSkeleton } from '../skeleton/draw-skeleton';
import { shownPart } from '../skeleton/part-of-tile';

/** Where the pictures are shown. */
export interface Stage {
  readonly element: HTMLElement;
  /** Shows a tile of the filmstrip; a tile that is shown already costs nothing. */
  show(index: number): void;
  setSkeleton(isShown: boolean): void;
  /** Gives the pictures, where they were not there from the start. */
  setPicture(picture: InlinePicture): void;
  dispose(): void;
}

export interface StageOptions {
  readonly filmstrip: Filmstrip;
  readonly picture: InlinePicture | null;
  readonly mostHeightPx: number;
  readonly label: string;
}

/** A canvas with one small picture at a time, enlarged, and the skeleton drawn over it at the screen's own resolution. */
export function createStage(options: StageOptions, host: Pick<OutputHost, 'theme'>): Stage {
  const { filmstrip, picture, mostHeightPx, label } = options;
  const part = shownPart(filmstrip);
  const canvas = element('canvas', { role: 'img', 'aria-label': label });
  const stage = element('div', { class: 'stage' }, canvas);
  // The height follows from the width by style alone, so that it is known before anything is drawn.
  stage.style.aspectRatio = `${part.width} / ${part.height}`;
  stage.style.setProperty('--most-width', `${Math.round((mostHeightPx * part.width) / part.height)}px`);

  let shown = 0;
  let hasSkeleton = true;
  let sheet: HTMLImageElement | null = null;

  const draw = (): void => {
    const widthPx = stage.clientWidth;
    const context = canvas.getContext('2d');
    if (widthPx === 0 || context === null) return;
    const heightPx = (widthPx * part.height) / part.width;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const { colours, fontFamily } = host.theme.current();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, widthPx, heightPx);
    const isPictured = sheet?.complete === true && sheet.naturalWidth > 0;
    if (sheet !== null && isPictured) {
      const x = (shown % filmstrip.columns) * filmstrip.tileWidthPx + part.left;
      const y = Math.floor(shown / filmstrip.columns) * filmstrip.tileHeightPx + part.top;
      context.imageSmoothingQuality = 'high';
      context.drawImage(sheet, x, y, part.width, part.height, 0, 0, widthPx, heightPx);
    }
    const tile: FilmstripTile | undefined = filmstrip.tiles[shown];
    if (tile?.landmarks) {
      if (hasSkeleton) drawSkeleton(context, tile.landmarks, part, widthPx, colours);
      return;
    }
    context.fillStyle = colours.paper;
    context.globalAlpha = isPictured ? 0.7 : 0;
    context.fillRect(0, 0, widthPx, heightPx);
    context.globalAlpha = 1;
    context.fillStyle = colours.ink;
    context.font = `14px ${fontFamily}`;
    context.textAlign = 'center';
    context.fillText('no pose found', widthPx / 2, heightPx / 2);
  };

  const setPicture = (next: InlinePicture): void => {
    sheet?.removeEventListener('load', draw);
    sheet = new Image();
    sheet.addEventListener('load', draw);
    sheet.src = pictureUrl(next);
  };
  if (picture !== null) setPicture(picture);
  const size = new ResizeObserver(draw);
  size.observe(stage);
  const stopFollowing = host.theme.onChange(draw);
  return {
    element: stage,
    show: (index) => {
      if (index === shown) return;
      shown = index;
      draw();
    },
    setSkeleton: (isShown) => {
      hasSkeleton = isShown;
      draw();
    },
    setPicture,
    dispose: () => {
      size.disconnect();
      stopFollowing();
      sheet?.removeEventListener('load', draw);
    },
  };
}
