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
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { element } from './element';

// All renderers of a notebook share one page: a prefix of our own leaves other extensions' controls alone.
const prefix = 'gait';
provideVSCodeDesignSystem()
  .withPrefix(prefix)
  .register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());

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

/** Turns while it is not known how much there is to do; said in words beside it, so that it is not read out. */
export function progressRing(): HTMLElement {
  return element('span', { class: 'ring', 'aria-hidden': 'true' }, made('progress-ring'));
}
