import { settingsForAllCells } from '../../shared/advice-for-all-cells';
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
  advice: Recommendation,
  recordId: string,
  target: Target,
  { post }: Pick<OutputHost, 'post'>,
): HTMLElement {
  const { text, effect, figure, settings } = advice;
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
  const forAll = target === 'the cell' ? settings : settingsForAllCells(advice);
  item.append(
    element('div', { class: 'apply' }, ...applyButtons({ settings, forAll, recordId, target, post }), change),
  );
  return item;
}

interface Applied extends Pick<Recommendation, 'settings'> {
  /** What the configuration file is given of them; null where it is not offered. */
  readonly forAll: Recommendation['settings'] | null;
  readonly recordId: string;
  readonly target: Target;
  readonly post: (request: RendererRequest) => void;
}

const inOneLine = (settings: Recommendation['settings']): string =>
  settingsYaml(settings).replaceAll(/\s+/g, ' ');

/** Buttons that carry advice out, and the line that says what came of it. */
function applyButtons({ settings, forAll, recordId, target, post }: Applied): HTMLElement[] {
  const said = element('span', { class: 'quiet', role: 'status' });
  const apply = button(
    'Apply',
    () => {
      post({ type: 'apply-settings', recordId, settings });
      apply.textContent = 'Apply again';
      apply.setAttribute('aria-label', `Apply again to ${target}: ${inOneLine(settings)}`);
      said.textContent = `Sent to ${target}; Undo there takes it back. Run ${target === 'the cell' ? 'the cell' : 'them'} to see what it does.`;
    },
    { look: 'primary', description: `Apply to ${target}: ${inOneLine(settings)}` },
  );
  const configure = forAll && configureButton(forAll, { settings, recordId, post }, said);
  const save = button(
    'Save as Profile…',
    () => {
      post({ type: 'save-profile', recordId, settings });
    },
    { description: `Save as a profile of your own: ${inOneLine(settings)}` },
  );
  // One value is no profile; a choice of profile and limit is, and so is a group of settings.
  const isProfile = Object.keys(settings).length > 1;
  return [apply, ...(configure ? [configure] : []), ...(isProfile ? [save] : []), said];
}

/** Writes into the configuration file what holds for all cells; its words say so where that is not all of the advice. */
function configureButton(
  forAll: Recommendation['settings'],
  { settings, recordId, post }: Pick<Applied, 'settings' | 'recordId' | 'post'>,
  said: HTMLElement,
): HTMLElement {
  const isAll = forAll.max_memory_mb === settings.max_memory_mb;
  return button(
    isAll ? 'Apply to Configuration' : 'Apply Profile to Configuration',
    () => {
      post({ type: 'apply-to-configuration', recordId, settings: forAll });
      said.textContent = isAll
        ? 'Sent to the configuration file; Undo there takes it back.'
        : 'Sent to the configuration file without the limit, which was reckoned for these videos alone; Undo there takes it back.';
    },
    { description: `Write into the configuration file, for all cells: ${inOneLine(forAll)}` },
  );
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
