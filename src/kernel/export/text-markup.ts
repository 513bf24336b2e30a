import type { Token } from 'markdown-it';
import { Markup, markup } from '../display/markup';
import type { ExportedCell } from './exported-cells';
import { pictureUrl } from './picture';
import { allTokens, markdownReader, mayLead, picturesIn } from './safe-markdown';
import type { FoundPicture, TextPictures } from './text-pictures';

/** A text of the notebook as markup that runs nothing and fetches nothing. */
export async function textMarkup(
  { markdown, attachments }: Extract<ExportedCell, { kind: 'text' }>,
  pictures: TextPictures,
): Promise<Markup> {
  const reader = markdownReader();
  const tokens = reader.parse(markdown, {});
  const found = new Map<string, FoundPicture>();
  for (const address of picturesIn(tokens)) found.set(address, await pictures.find(address, attachments));
  reader.renderer.rules.image = (all, at) => imageMarkup(all[at]!, found).text;
  withoutOtherLinks(tokens);
  return new Markup(reader.renderer.render(tokens, reader.options, {}));
}

function imageMarkup(token: Token, found: ReadonlyMap<string, FoundPicture>): Markup {
  const address = token.attrGet('src') ?? '';
  const alt = token.content;
  const shown = found.get(address);
  if (shown !== undefined && 'picture' in shown)
    return markup`<img src="${pictureUrl(shown.picture)}" alt="${alt}">`;
  const named = alt === '' ? address.slice(0, 200) : alt;
  const why = shown?.missing ?? 'it has no address';
  return markup`<span class="quiet">[A picture is left out: ${named} – ${why}.]</span>`;
}

/** Links to files beside the notebook lead nowhere from a document that is sent: their words stay. */
function withoutOtherLinks(tokens: readonly Token[]): void {
  let isDropped = false;
  for (const token of allTokens(tokens)) {
    if (token.type === 'link_open') {
      isDropped = !mayLead(token.attrGet('href') ?? '');
      if (isDropped) asSpan(token);
      else token.attrSet('rel', 'noreferrer noopener');
    } else if (token.type === 'link_close' && isDropped) {
      asSpan(token);
      isDropped = false;
    }
  }
}

function asSpan(token: Token): void {
  token.tag = 'span';
  token.attrs = null;
}
