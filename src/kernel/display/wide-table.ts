import { markup, type Markup } from './markup';

/**
 * A table that scrolls in itself, by keys as well, where it is wider than the page; its caption stays in sight.
 * @param rows the table's head and body.
 */
export const wideTable = (
  caption: string | Markup,
  rows: Markup,
  { look, label }: { readonly look?: string; readonly label?: string } = {},
): Markup =>
  markup`<div class="wide" tabindex="0"${label !== undefined && markup` role="region" aria-label="${label}"`}><table${look !== undefined && markup` class="${look}"`}><caption><div>${caption}</div></caption>
${rows}</table></div>`;
