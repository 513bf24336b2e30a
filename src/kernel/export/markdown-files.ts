import { fileEndings, pictureUrl, type Picture } from './picture';
import type { WrittenFile } from './written-files';

/** Size of a drawing that does not say its own. */
const usualSize = { widthPx: 880, heightPx: 500 };

/** The pictures of a Markdown document, as files of a folder beside it. */
export class MarkdownFiles {
  readonly written: WrittenFile[] = [];
  private readonly names = new Set<string>();

  constructor(private readonly folder: string) {}

  /** Puts a picture of the notebook's file into the folder; gives the address under which the document shows it. */
  addPicture(name: string, picture: Picture): string {
    return picture.mime === 'image/svg+xml'
      ? this.addDrawing(name, framedDrawing(picture))
      : this.add(name, fileEndings[picture.mime], Buffer.from(picture.base64, 'base64'));
  }

  /** The same of a drawing that was made here. */
  addDrawing(name: string, svg: string): string {
    return this.add(name, 'svg', svg);
  }

  private add(name: string, ending: string, content: string | Uint8Array): string {
    const plain = name.replace(/[^\w-]+/g, '-');
    let file = `${plain}.${ending}`;
    for (let number = 2; this.names.has(file); number += 1) file = `${plain}-${number}.${ending}`;
    this.names.add(file);
    this.written.push({ name: `${this.folder}/${file}`, content });
    return `${addressPart(this.folder)}/${file}`;
  }
}

/** A name as a part of an address that stands in brackets. */
const addressPart = (name: string): string =>
  encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29');

/**
 * A drawing of a file, which can be anybody's, within one of ours: opened by itself it would run its scripts, but as a
 * picture in another it runs none.
 */
function framedDrawing(picture: Picture): string {
  const text = Buffer.from(picture.base64, 'base64').toString('utf8');
  const { widthPx, heightPx } = sizeOf(/<svg[^>]*>/i.exec(text)?.[0] ?? '');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}">` +
    `<image width="${widthPx}" height="${heightPx}" href="${pictureUrl(picture)}"/></svg>`
  );
}

function sizeOf(tag: string): { readonly widthPx: number; readonly heightPx: number } {
  const length = (name: string): number =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:px)?"`).exec(tag)?.[1] ?? NaN);
  const [, boxWidth = NaN, boxHeight = NaN] =
    /\sviewBox="[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"/.exec(tag)?.map(Number) ?? [];
  const [widthPx, heightPx] = [length('width') || boxWidth, length('height') || boxHeight];
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : usualSize;
}
