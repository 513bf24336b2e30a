import { expect } from 'vitest';

const voidElements = new Set(['meta', 'br']);

/** Checks that every tag is closed in its turn, every attribute quoted, no id given twice, and every & an entity. */
export function expectWellFormed(document: string): void {
  const withoutStyle = document.replace(/<style>[^<]*<\/style>/g, '').replace(/^<!doctype html>/, '');
  const open: string[] = [];
  let rest = withoutStyle;
  for (;;) {
    const start = rest.indexOf('<');
    const text = start < 0 ? rest : rest.slice(0, start);
    expect(text.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&>]/);
    if (start < 0) break;
    const tag = /^<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/.exec(rest.slice(start));
    expect(tag, `a tag at: ${rest.slice(start, start + 120)}`).not.toBeNull();
    const [whole, closing, name, , selfClosing] = tag!;
    if (closing) expect(open.pop(), `</${name!}>`).toBe(name);
    else if (!selfClosing && !voidElements.has(name!)) open.push(name!);
    rest = rest.slice(start + whole.length);
  }
  expect(open).toEqual([]);
  const ids = [...withoutStyle.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
}
