const validId = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Gives every cell an id of its own, as nbformat 4.5 wants it: valid ids stay with the first cell that has them; the
 * others are made from the cells' texts, so that the same file always gets the same ids.
 * @param cells each with the id it came with, or undefined, and its text.
 */
export function uniqueIds(cells: readonly { readonly id: unknown; readonly text: string }[]): string[] {
  const taken = new Set<string>();
  const kept = cells.map(({ id }) => {
    if (typeof id !== 'string' || !validId.test(id) || taken.has(id)) return null;
    taken.add(id);
    return id;
  });
  return cells.map(({ text }, at) => {
    let id = kept[at] ?? null;
    for (let attempt = 0; id === null; attempt += 1) {
      const made = digest(`${at}\n${attempt}\n${text}`);
      if (!taken.has(made)) id = made;
    }
    taken.add(id);
    return id;
  });
}

/** FNV-1a, as eight hexadecimal digits: short as Jupyter's own ids, and the same everywhere. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
