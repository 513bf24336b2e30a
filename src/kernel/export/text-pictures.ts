import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { mostPictureCharacters, pictureOf, type Picture } from './picture';

/** What a text refers to, or why it is left out. */
export type FoundPicture = { readonly picture: Picture } | { readonly missing: string };

/** Pictures of files that a document takes in at most, so that it can still be sent. */
const mostCharactersInAll = 12_000_000;

/** Finds what the texts of one notebook show: attachments, pictures that stand in the address, files beside the notebook. */
export class TextPictures {
  private charactersLeft = mostCharactersInAll;

  /** @param folder the notebook's; null where it was never saved. */
  constructor(private readonly folder: string | null) {}

  async find(
    address: string,
    attachments: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Promise<FoundPicture> {
    const found = await this.look(address, attachments);
    if (!('picture' in found)) return found;
    if (found.picture.base64.length > this.charactersLeft) return tooLarge;
    this.charactersLeft -= found.picture.base64.length;
    return found;
  }

  private async look(
    address: string,
    attachments: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Promise<FoundPicture> {
    const attached = /^attachment:(.+)$/s.exec(address)?.[1];
    if (attached !== undefined) {
      const forms = Object.entries(attachments).find(
        ([name]) => name === attached || name === decoded(attached),
      );
      return pictureIn(Object.values(forms?.[1] ?? {})[0] ?? '');
    }
    const inAddress = /^data:image\/[\w.+-]+;base64,(.*)$/is.exec(address)?.[1];
    if (inAddress !== undefined) return pictureIn(decoded(inAddress));
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\)/i.test(address)) {
      return { missing: 'it is elsewhere, and nothing is fetched' };
    }
    return this.beside(decoded(address.replace(/[?#].*$/s, '')));
  }

  /** A file in the notebook's folder; one outside of it is nobody's business. */
  private async beside(relative: string): Promise<FoundPicture> {
    if (this.folder === null)
      return { missing: 'the notebook was never saved, so there is nothing beside it' };
    try {
      const folder = await realpath(this.folder);
      const file = await realpath(path.resolve(folder, relative));
      const way = path.relative(folder, file);
      if (way.startsWith('..') || path.isAbsolute(way)) {
        return { missing: 'it is outside of the notebook’s folder' };
      }
      const found = await stat(file);
      // To read a pipe would wait for ever.
      if (!found.isFile()) return { missing: 'it is no file' };
      if (found.size * (4 / 3) > mostPictureCharacters) return tooLarge;
      return pictureIn(await readFile(file, 'base64'));
    } catch {
      return { missing: 'there is no such file' };
    }
  }
}

const tooLarge: FoundPicture = { missing: 'it is too large' };

function pictureIn(base64: string): FoundPicture {
  const picture = pictureOf(base64);
  return picture === null ? { missing: 'it is no picture that is known here, or too large' } : { picture };
}

/** An address may write any character by its number, and may be wrong in that. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
