// As a namespace, so that only what is used gets into the page.
import * as z from 'zod';
import type { InlinePicture } from '../../shared/cell-output';

/** Larger ones are not ours: a sprite has some hundred kB. */
const mostCharacters = 8_000_000;

/** How the bytes of each kind of picture begin, in base64. */
const beginnings: Record<InlinePicture['mime'], string> = {
  'image/jpeg': '/9j/',
  'image/png': 'iVBORw0KGgo',
};

/** A picture that really is one: nothing else gets into an `img`, and nothing is fetched. */
export const pictureSchema = z
  .looseObject({
    mime: z.enum(['image/jpeg', 'image/png']),
    base64: z
      .string()
      .max(mostCharacters)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/),
  })
  .refine(({ mime, base64 }) => base64.startsWith(beginnings[mime])) satisfies z.ZodType<InlinePicture>;

/** What an `img` takes. */
export const pictureUrl = ({ mime, base64 }: InlinePicture): string => `data:${mime};base64,${base64}`;
