import { expect } from 'vitest';

const voidElements = new Set(['meta', 'br']);
const tagAt = /<(\/?)([A-Za-z][\w-]*)(?:\s+[\w:-]+(?:="[^"<]*")?)*\s*(\/?)>/y;

/** Checks that every tag is closed in its turn, every attribute quoted, no id given twice, and every & an entity. */
export function expectWellFormed(document: string): void {
  const text = document.replace(/<style>[^<]*<\/style>/g, '').replace(/^<!doctype html>/, '');
  expect(text.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>]/);
  const open: string[] = [];
  for (let start = text.indexOf('<'); start >= 0; start = text.indexOf('<', tagAt.lastIndex)) {
    tagAt.lastIndex = start;
    const tag = tagAt.exec(text);
    if (tag === null) throw new Error(`No tag can be read at: ${text.slice(start, start + 120)}`);
    const [, closing, name, selfClosing] = tag;
    if (closing) {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name!}> closes <${last ?? 'nothing'}>.`);
    } else if (!selfClosing && !voidElements.has(name!)) {
      open.push(name!);
    }
  }
  expect(open).toEqual([]);
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
}
