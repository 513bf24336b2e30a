import type { ThemeSource } from './host';
import { themeKindOf, themeOf, type OutputTheme } from './theme-colours';

export type { OutputTheme, ThemeColours, ThemeKind } from './theme-colours';

/** Follows the page's theme. */
export function pageTheme(): ThemeSource {
  const read = (): OutputTheme => {
    const style = getComputedStyle(document.body);
    return themeOf(themeKindOf(document.body.dataset['vscodeThemeKind']), (variable) =>
      style.getPropertyValue(variable),
    );
  };
  const listeners = new Set<(theme: OutputTheme) => void>();
  let current = read();
  const observer = new MutationObserver(() => {
    const next = read();
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    for (const listener of [...listeners]) listener(next);
  });
  // VS Code writes the kind on the body and the variables on the root, in this or that order.
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return {
    current: () => current,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
