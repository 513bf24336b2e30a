/** A small picture held in memory: 4 bytes a pixel, RGBA, row by row. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** A new picture whose longest side is at most `longestPx`; each of its pixels is the mean of those it covers. */
export function shrink(from: Picture, longestPx: number): Picture {
  const scale = Math.min(1, longestPx / Math.max(from.widthPx, from.heightPx));
  const widthPx = Math.max(1, Math.round(from.widthPx * scale));
  const heightPx = Math.max(1, Math.round(from.heightPx * scale));
  const data = new Uint8Array(widthPx * heightPx * 4);
  for (let y = 0, at = 0; y < heightPx; y++) {
    const top = Math.floor((y * from.heightPx) / heightPx);
    const bottom = Math.floor(((y + 1) * from.heightPx) / heightPx);
    for (let x = 0; x < widthPx; x++, at += 4) {
      const left = Math.floor((x * from.widthPx) / widthPx);
      const right = Math.floor(((x + 1) * from.widthPx) / widthPx);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let fromY = top; fromY < bottom; fromY++) {
        const end = (fromY * from.widthPx + right) * 4;
        for (let index = (fromY * from.widthPx + left) * 4; index < end; index += 4) {
          red += from.data[index]!;
          green += from.data[index + 1]!;
          blue += from.data[index + 2]!;
        }
      }
      const area = (bottom - top) * (right - left);
      data[at] = Math.round(red / area);
      data[at + 1] = Math.round(green / area);
      data[at + 2] = Math.round(blue / area);
      data[at + 3] = 255;
    }
  }
  return { widthPx, heightPx, data };
}

/** Pictures of one size side by side, left to right, then down; at least one. */
export function joinTiles(pictures: readonly Picture[], across: number): Picture {
  const { widthPx: tileWidthPx, heightPx: tileHeightPx } = pictures[0]!;
  const widthPx = across * tileWidthPx;
  const heightPx = Math.ceil(pictures.length / across) * tileHeightPx;
  const data = new Uint8Array(widthPx * heightPx * 4);
  pictures.forEach((picture, index) => {
    const left = (index % across) * tileWidthPx;
    const top = Math.floor(index / across) * tileHeightPx;
    for (let y = 0; y < tileHeightPx; y++) {
      const row = picture.data.subarray(y * tileWidthPx * 4, (y + 1) * tileWidthPx * 4);
      data.set(row, ((top + y) * widthPx + left) * 4);
    }
  });
  return { widthPx, heightPx, data };
}
