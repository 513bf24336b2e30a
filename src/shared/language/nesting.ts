import type { CST } from 'yaml';

type Item = CST.CollectionItem;

/** How deep collections stand in each other, found without recursion: that is what the depth is asked for. */
export function nestingDepth(tokens: readonly CST.Token[]): number {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  let deepest = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    deepest = Math.max(deepest, depth);
    const inside = depth + ('items' in token ? 1 : 0);
    for (const part of partsOf(token)) waiting.push({ token: part, depth: inside });
  }
  return deepest;
}

/** Keys and values that stand right within a token. */
export function partsOf(token: CST.Token): CST.Token[] {
  const parts =
    token.type === 'document'
      ? [token.value]
      : 'items' in token
        ? (token.items as readonly Item[]).flatMap(({ key, value }) => [key, value])
        : [];
  return parts.filter((part) => part != null);
}
