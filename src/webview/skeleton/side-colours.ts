import type { ThemeSource, Unsubscribe } from '../host';
import type { OutputTheme } from '../theme-colours';

/** Lets the style of an element speak of `var(--left)` and `var(--right)` in the theme's colours. */
export function followSideColours(element: HTMLElement, theme: ThemeSource): Unsubscribe {
  const apply = ({ colours }: OutputTheme): void => {
    element.style.setProperty('--left', colours.sideColours.left);
    element.style.setProperty('--right', colours.sideColours.right);
  };
  apply(theme.current());
  return theme.onChange(apply);
}
