/** What a JSON document in pieces falls into: objects of its array `frames`, and at the end all that is around them. */
export type DocumentPart =
  { readonly kind: 'frame'; readonly text: string } | { readonly kind: 'outside'; readonly text: string };

const beforeFrames = /"frames"\s*:\s*$/;

/**
 * Cuts a JSON document into the objects of its array `frames` and, as the last part, the document with that array
 * empty, so that an hour of frames is parsed one by one. Whether the parts are JSON shows when they are parsed:
 * a document that breaks off leaves an `outside` that is none.
 */
export async function* documentParts(pieces: AsyncIterable<string>): AsyncGenerator<DocumentPart> {
  let outside = '';
  let frame = '';
  let depth = 0;
  let isString = false;
  let isEscaped = false;
  let isWithinFrames = false;
  for await (const piece of pieces) {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at];
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (character === '\\') isEscaped = true;
        else if (character === '"') isString = false;
      } else if (character === '"') {
        isString = true;
      } else if (character === '{' || character === '[') {
        if (depth === 1 && character === '[') {
          isWithinFrames = beforeFrames.test(outside + piece.slice(from, at));
        }
        if (isWithinFrames && depth === 2 && character === '{') {
          outside += piece.slice(from, at);
          from = at;
        }
        depth++;
      } else if (character === '}' || character === ']') {
        depth--;
        if (isWithinFrames && depth === 2 && character === '}') {
          yield { kind: 'frame', text: frame + piece.slice(from, at + 1) };
          frame = '';
          from = at + 1;
        }
        if (depth === 1) isWithinFrames = false;
      } else if (isWithinFrames && depth === 2 && character === ',') {
        outside += piece.slice(from, at);
        from = at + 1;
      }
    }
    if (isWithinFrames && depth > 2) frame += piece.slice(from);
    else outside += piece.slice(from);
  }
  yield { kind: 'outside', text: outside + frame };
}
