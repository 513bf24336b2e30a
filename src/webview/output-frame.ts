import { controlStyle } from './controls';
import { element } from './element';
import { styleText } from './style';

let sheet: CSSStyleSheet | null = null;

/** One sheet is parsed once, and all outputs share it. */
function sharedSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(controlStyle + styleText);
  }
  return sheet;
}

/** Keys that controls of an output work with, and that mean something else to the notebook around them. */
const ownKeys = new Set([
  'Enter',
  ' ',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Delete',
  'Backspace',
]);

/** Puts an output into a shadow root of its own, with the style of all outputs. */
export function outputFrame(content: HTMLElement): HTMLElement {
  const frame = element('div');
  const root = frame.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sharedSheet()];
  const output = element('div', { class: 'output' }, content);
  output.addEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    // VS Code hears every key of the page: Enter on a button would also open the cell's editor.
    if (event.defaultPrevented || (isPlain && ownKeys.has(event.key))) event.stopPropagation();
  });
  root.append(output);
  return frame;
}
