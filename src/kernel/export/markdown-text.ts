import MarkdownIt, { type Token } from 'markdown-it';
import { fenced } from './plain-markdown';
import { allTokens, mayLead, picturesIn } from './safe-markdown';

/** Reads a text as the most generous of readers would: with markup of its own, and any link. */
function generousReader(): MarkdownIt {
  const reader = new MarkdownIt({ html: true, linkify: false });
  reader.validateLink = () => true;
  return reader;
}

/** Addresses of the pictures that a text shows. */
export const picturesOfText = (markdown: string): string[] =>
  picturesIn(generousReader().parse(markdown, {}));

/**
 * A text of the notebook that runs nothing, whatever shows it: markup in it becomes words, and a text with links that
 * could run something is shown as it was written.
 * @param addressOf where a picture is found now; null where it is left out.
 */
export function markdownText(markdown: string, addressOf: (address: string) => string | null): string {
  const plain = withoutMarkup(markdown);
  const tokens = generousReader().parse(plain, {});
  if (allTokens(tokens).some(isRisky)) return fenced(markdown, 'markdown');
  const now = new Map(picturesIn(tokens).map((address) => [address, addressOf(address)]));
  const text = [...now].reduce((changed, [from, to]) => withPicture(changed, from, to), plain);
  // There are more ways to write a picture than are looked for: none of them may fetch anything.
  const known = new Set(now.values());
  return picturesOfText(text).every((address) => known.has(address)) ? text : fenced(markdown, 'markdown');
}

/** Lines that hold markup, with its brackets as words. */
function withoutMarkup(markdown: string): string {
  const lines = markdown.split('\n');
  const blocks = generousReader().parse(markdown, {});
  for (const block of blocks) {
    const hasMarkup =
      block.type === 'html_block' || (block.children ?? []).some(({ type }) => type === 'html_inline');
    if (!hasMarkup || block.map === null) continue;
    for (let at = block.map[0]; at < block.map[1]; at += 1) {
      lines[at] = (lines[at] ?? '').replaceAll('<', '&lt;');
    }
  }
  return lines.join('\n');
}

function isRisky(token: Token): boolean {
  if (token.type === 'html_block' || token.type === 'html_inline') return true;
  if (token.type !== 'link_open') return false;
  const address = token.attrGet('href') ?? '';
  return !mayLead(address) && /^\s*[a-z][a-z0-9+.-]*:/i.test(address);
}

/** Puts another address in the place of a picture's, or its words where it is left out. */
function withPicture(text: string, address: string, now: string | null): string {
  const written = [...new Set([address, decodedOf(address)])];
  return written.reduce((changed, form) => {
    const inBrackets = new RegExp(
      `!\\[([^\\]]*)\\]\\(\\s*<?${escapedPattern(form)}>?(?:\\s+["'(][^)]*)?\\)`,
      'g',
    );
    const shown = changed.replace(inBrackets, (_, alt: string) =>
      now === null ? `[A picture is left out: ${alt === '' ? 'without a name' : alt}.]` : `![${alt}](${now})`,
    );
    if (now === null) return shown;
    const below = new RegExp(`^( {0,3}\\[[^\\]]+\\]:[ \\t]*)<?${escapedPattern(form)}>?(?=\\s|$)`, 'gm');
    return shown.replace(below, (_, label: string) => `${label}${now}`);
  }, text);
}

function decodedOf(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const escapedPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
