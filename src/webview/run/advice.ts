import { figureSentence } from '../../shared/advice-figure';
import type { RunOutput } from '../../shared/cell-output';
import type { Recommendation } from '../../shared/performance-report';
import type { RendererRequest } from '../../shared/renderer-messages';
import { button } from '../controls';
import { element } from '../element';
import type { OutputHost } from '../host';
import { settingsYaml } from './settings-rows';

/** Where advice is written: into the cell that ran, or those that find the poses that a benchmark measured. */
type Target = 'the cell' | 'the cells that find poses';

/** What would make the next run better; null where there is nothing to say. */
export function adviceList(
  { recommendations, recordId }: Pick<RunOutput, 'recommendations' | 'recordId'>,
  host: Pick<OutputHost, 'post'>,
  target: Target = 'the cell',
): HTMLElement | null {
  if (recommendations.length === 0) return null;
  return element(
    'section',
    { class: 'advice' },
    element('h3', {}, 'Advice'),
    element('ul', {}, ...recommendations.map((advice) => adviceItem(advice, recordId, target, host))),
  );
}

function adviceItem(
  { text, effect, figure, settings }: Recommendation,
  recordId: string,
  target: Target,
  { post }: Pick<OutputHost, 'post'>,
): HTMLElement {
  const item = element(
    'li',
    {},
    element('p', {}, element('strong', {}, text), ` ${effect}`),
    element('p', { class: 'quiet' }, figureSentence(figure)),
  );
  if (Object.keys(settings).length === 0) return item;
  const change = element('pre', { class: 'change' }, settingsYaml(settings));
  if (post === null) {
    item.append(element('p', { class: 'quiet' }, `To follow it, write into ${target}:`), change);
    return item;
  }
  item.append(
    element('div', { class: 'apply' }, ...applyButtons({ settings, recordId, target, post }), change),
  );
  return item;
}

interface Applied extends Pick<Recommendation, 'settings'> {
  readonly recordId: string;
  readonly target: Target;
  readonly post: (request: RendererRequest) => void;
}

/** Buttons that carry advice out, and the line that says what came of it. */
function applyButtons({ settings, recordId, target, post }: Applied): HTMLElement[] {
  const inOneLine = settingsYaml(settings).replaceAll(/\s+/g, ' ');
  const said = element('span', { class: 'quiet', role: 'status' });
  const apply = button(
    'Apply',
    () => {
      post({ type: 'apply-settings', recordId, settings });
      apply.textContent = 'Apply again';
      apply.setAttribute('aria-label', `Apply again to ${target}: ${inOneLine}`);
      said.textContent = `Sent to ${target}; Undo there takes it back. Run ${target === 'the cell' ? 'the cell' : 'them'} to see what it does.`;
    },
    { look: 'primary', description: `Apply to ${target}: ${inOneLine}` },
  );
  const configure = button(
    'Apply to Configuration',
    () => {
      post({ type: 'apply-to-configuration', recordId, settings });
      said.textContent = 'Sent to the configuration file; Undo there takes it back.';
    },
    { description: `Write into the configuration file, for all cells: ${inOneLine}` },
  );
  const save = button(
    'Save as Profile…',
    () => {
      post({ type: 'save-profile', recordId, settings });
    },
    { description: `Save as a profile of your own: ${inOneLine}` },
  );
  // One value is no profile; a choice of profile and limit is, and so is a group of settings.
  return Object.keys(settings).length > 1 ? [apply, configure, save, said] : [apply, configure, said];
}

/** Saves the settings of a run as a profile; null where nobody listens. */
export function saveProfileButton(
  { recordId }: Pick<RunOutput, 'recordId'>,
  { post }: Pick<OutputHost, 'post'>,
): HTMLElement | null {
  if (post === null) return null;
  return button(
    'Save as Profile…',
    () => {
      post({ type: 'save-profile', recordId });
    },
    { description: 'Save the settings of this run as a profile of your own' },
  );
}
