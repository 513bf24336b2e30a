/** A picture that stands in a document by itself. */
export interface Picture {
  readonly mime: PictureType;
  readonly base64: string;
}

/** Types of pictures, by what the bytes of each begin with in base64; SVG is text and may begin in many ways. */
const beginnings = {
  'image/png': 'iVBORw0KGgo',
  'image/jpeg': '/9j/',
  'image/gif': 'R0lGOD',
  'image/webp': 'UklGR',
} as const;
export type PictureType = keyof typeof beginnings | 'image/svg+xml';

export const fileEndings: Readonly<Record<PictureType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** Larger ones are left out, so that the document can still be sent. */
export const mostPictureCharacters = 4_000_000;

/** A picture from its bytes in base64; null where they are no picture that is known here, or one that is too large. */
export function pictureOf(base64: string): Picture | null {
  const text = base64.replace(/\s/g, '');
  if (text.length > mostPictureCharacters || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const found = Object.entries(beginnings).find(([, beginning]) => text.startsWith(beginning));
  // Sound: the keys are those of the table.
  if (found) return { mime: found[0] as PictureType, base64: text };
  const words = Buffer.from(text.slice(0, 4000), 'base64').toString('utf8');
  return isSvg(words) ? { mime: 'image/svg+xml', base64: text } : null;
}

/** A drawing as a picture; null where it is none. */
export function svgPicture(svg: string): Picture | null {
  if (!isSvg(svg.slice(0, 4000)) || svg.length > mostPictureCharacters) return null;
  return { mime: 'image/svg+xml', base64: Buffer.from(svg, 'utf8').toString('base64') };
}

const isSvg = (text: string): boolean =>
  /^\ufeff?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(text) && text.includes('<svg');

/** What an `img` takes: it shows a drawing, but runs no script in it and fetches nothing for it. */
export const pictureUrl = ({ mime, base64 }: Picture): string => `data:${mime};base64,${base64}`;
