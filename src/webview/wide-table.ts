import { element } from './element';

export interface TableFrame {
  /** What the region that scrolls is called. */
  readonly label: string;
  /** Where there is none, the label is told to those who hear the table. */
  readonly caption?: string;
  /** Class of the table. */
  readonly look?: string;
  /** Whether it scrolls down as well, where it is long. */
  readonly isTall?: boolean;
}

/** A table that scrolls in itself, by keys as well, where it is wider than the output; its caption stays in sight. */
export const wideTable = (
  { label, caption, look, isTall = false }: TableFrame,
  ...parts: readonly (HTMLElement | false | undefined)[]
): HTMLElement =>
  element(
    'div',
    { class: isTall ? 'wide tall' : 'wide', tabindex: 0, role: 'region', 'aria-label': label },
    element('table', { class: look }, captionOf(label, caption), ...parts),
  );

const captionOf = (label: string, caption?: string): HTMLElement =>
  caption === undefined
    ? element('caption', { class: 'spoken' }, label)
    : element('caption', {}, element('div', {}, caption));
