/**
 * Entry of an exported notebook, as one script in its page: draws the outputs that can be played or pointed at with what
 * draws them in the editor. What stands for them on paper stays in the page; without this script it is what is shown.
 */
import { activate } from './renderer';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Says the theme as an editor does. */
function sayTheme(): void {
  document.body.dataset['vscodeThemeKind'] = dark.matches ? 'vscode-dark' : 'vscode-light';
}
sayTheme();
dark.addEventListener('change', sayTheme);

// Nobody listens to what an output would ask for, so that none offers it.
const renderer = activate({});
const encoder = new TextEncoder();

/** Draws the output in a place, and shows it where that went well. */
function draw(place: HTMLElement, number: number): void {
  const data = place.nextElementSibling;
  const output = place.parentElement;
  if (!(data instanceof HTMLScriptElement) || output === null) return;
  const text = data.text;
  // Charts are drawn as wide as their place, which must be there by then.
  output.classList.add('is-live');
  try {
    renderer.renderOutputItem(
      {
        id: String(number),
        mime: data.dataset['mime'] ?? '',
        text: () => text,
        data: () => encoder.encode(text),
      },
      place,
    );
  } catch {
    output.classList.remove('is-live');
    return;
  }
  const words = place.firstElementChild?.shadowRoot?.querySelector('.output > p.alarm:only-child');
  if (words) output.classList.remove('is-live');
}

for (const [number, place] of document.querySelectorAll<HTMLElement>('.output > .live').entries())
  draw(place, number);
document.documentElement.dataset['drawn'] = 'true';
