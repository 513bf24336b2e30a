import type { CST } from 'yaml';

type Item = CST.CollectionItem;

/** How deep collections stand in each other, found without recursion: that is what the depth is asked for. */
export function nestingDepth(tokens: readonly CST.Token[]): number {
  const waiting = tokens.map((token) => ({ token, depth: 0 }));
  let deepest = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { token, depth } = next;
    deepest = Math.max(deepest, depth);
    const parts =
      token.type === 'document'
        ? [token.value]
        : 'items' in token
          ? (token.items as readonly Item[]).flatMap(({ key, value }) => [key, value])
          : [];
    const inside = depth + ('items' in token ? 1 : 0);
    for (const part of parts) if (part) waiting.push({ token: part, depth: inside });
  }
  return deepest;
}
