import type { Locator } from 'playwright-core';
import type { PageElement, PageGlobals } from './page-element';

/** A text, and how its colour stands apart from the notebook's ground: 21 for black on white, 4.5 is held to be readable. */
export interface TextContrast {
  readonly text: string;
  readonly contrast: number;
}

/** The texts of some elements of an output, with the contrast that the theme gives them. */
export async function contrasts(texts: Locator): Promise<TextContrast[]> {
  const found = await texts.evaluateAll((elements: PageElement[]) =>
    elements.map((element) => {
      const page = globalThis as unknown as PageGlobals;
      const { color, fill } = page.getComputedStyle(element);
      const ground = page.getComputedStyle(page.document.body).getPropertyValue('--vscode-editor-background');
      return { text: element.textContent, ink: element.tagName === 'text' ? fill : color, ground };
    }),
  );
  return found.map(({ text, ink, ground }) => {
    const [dark, light] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
    return { text, contrast: (light! + 0.05) / (dark! + 0.05) };
  });
}

/** Relative luminance as the WCAG reckon it, of `rgb(…)` or `#rrggbb`. */
function luminance(colour: string): number {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour.trim());
  const parts = hex
    ? hex.slice(1).map((part) => parseInt(part, 16))
    : (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [r, g, b] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  if (r === undefined || g === undefined || b === undefined)
    throw new Error(`“${colour}” is no colour that is known here.`);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
