/**
 * The controls of all outputs. This is the one file that knows `@vscode/webview-ui-toolkit`, which is archived: what
 * would replace it are the native elements (`button`, `select`, `input type="checkbox"`) with some lines of style.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';

// All renderers of a notebook share one page: a prefix of our own leaves other extensions' controls alone.
const prefix = 'gait';
provideVSCodeDesignSystem()
  .withPrefix(prefix)
  .register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

const made = (name: string): HTMLElement => document.createElement(`${prefix}-${name}`);

export interface ButtonOptions {
  /** `icon` for a small one that shows a sign alone. */
  readonly look?: 'primary' | 'secondary' | 'icon';
  /** Read out in place of the label, where that is short or only a sign. */
  readonly description?: string;
  readonly disabled?: boolean;
}

/** A button that does something when it is pressed, by pointer or keyboard. */
export function button(label: string, onPress: () => void, options: ButtonOptions = {}): HTMLElement {
  const control = made('button');
  control.setAttribute('appearance', options.look ?? 'secondary');
  // The toolkit calls every icon button "Icon Button" where it has no label of its own.
  control.setAttribute('aria-label', options.description ?? label);
  if (options.description !== undefined) control.title = options.description;
  control.textContent = label;
  setDisabled(control, options.disabled ?? false);
  control.addEventListener('click', () => {
    if (!control.hasAttribute('disabled')) onPress();
  });
  return control;
}

/** Switches a control of this file on or off. */
export function setDisabled(control: HTMLElement, disabled: boolean): void {
  control.toggleAttribute('disabled', disabled);
}

/** A choice of one among some. */
export function dropdown<Value extends string>(
  label: string,
  choices: readonly { readonly value: Value; readonly label: string }[],
  chosen: Value,
  onChange: (value: Value) => void,
): HTMLElement {
  const control = made('dropdown') as HTMLElement & { value: string };
  control.setAttribute('aria-label', label);
  for (const choice of choices) {
    const option = made('option');
    option.setAttribute('value', choice.value);
    option.toggleAttribute('selected', choice.value === chosen);
    option.textContent = choice.label;
    control.append(option);
  }
  control.addEventListener('change', () => {
    const choice = choices.find(({ value }) => value === control.value);
    if (choice) onChange(choice.value);
  });
  return control;
}

/** A switch with its label. */
export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const control = made('checkbox') as HTMLElement & { checked: boolean };
  control.textContent = label;
  control.checked = checked;
  control.addEventListener('change', () => {
    onChange(control.checked);
  });
  return control;
}

/** The toolkit's names for VS Code's colours and letters that its controls here are drawn with. */
const tokens = {
  background: 'editor-background',
  'contrast-active-border': 'contrastActiveBorder',
  'contrast-border': 'contrastBorder',
  'focus-border': 'focusBorder',
  'font-family': 'font-family',
  'font-weight': 'font-weight',
  foreground: 'foreground',
  'type-ramp-base-font-size': 'font-size',
  'button-border': 'button-border',
  'button-primary-background': 'button-background',
  'button-primary-foreground': 'button-foreground',
  'button-primary-hover-background': 'button-hoverBackground',
  'button-secondary-background': 'button-secondaryBackground',
  'button-secondary-foreground': 'button-secondaryForeground',
  'button-secondary-hover-background': 'button-secondaryHoverBackground',
  'button-icon-hover-background': 'toolbar-hoverBackground',
  'checkbox-background': 'checkbox-background',
  'checkbox-border': 'checkbox-border',
  'checkbox-foreground': 'checkbox-foreground',
  'list-active-selection-background': 'list-activeSelectionBackground',
  'list-active-selection-foreground': 'list-activeSelectionForeground',
  'list-hover-background': 'list-hoverBackground',
  'dropdown-background': 'dropdown-background',
  'dropdown-border': 'dropdown-border',
  'dropdown-foreground': 'dropdown-foreground',
} as const;

/**
 * Gives the controls the theme's colours. The toolkit would do that when the page is loaded, but an output comes later;
 * and this way a change of theme needs no script. What a theme leaves out, as high contrast does, is drawn with nothing.
 */
export const controlStyle = `:host { ${Object.entries(tokens)
  .map(([token, variable]) => `--${token}: var(--vscode-${variable}, ${whereLeftOut(token)});`)
  .join(' ')} }
/* The toolkit has one border for all buttons; themes have one for those of the second rank by now. */
${prefix}-button[appearance='secondary'] {
  --button-border: var(--vscode-button-secondaryBorder, var(--vscode-contrastBorder, transparent)); }`;

function whereLeftOut(token: string): string {
  if (token.endsWith('font-family')) return 'system-ui, sans-serif';
  if (token.endsWith('font-size')) return '13px';
  if (token.endsWith('font-weight')) return '400';
  return token.endsWith('background') || token.endsWith('border') ? 'transparent' : 'currentColor';
}
