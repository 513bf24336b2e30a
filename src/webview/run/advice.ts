import { figureSentence } from '../../shared/advice-figure';
import type { RunOutput } from '../../shared/cell-output';
import type { Recommendation } from '../../shared/performance-report';
import { button } from '../controls';
import { element } from '../element';
import type { OutputHost } from '../host';
import { settingsYaml } from './settings-rows';

/** What would make the next run better; null where there is nothing to say. */
export function adviceList(
  { recommendations, recordId }: Pick<RunOutput, 'recommendations' | 'recordId'>,
  host: Pick<OutputHost, 'post'>,
): HTMLElement | null {
  if (recommendations.length === 0) return null;
  return element(
    'section',
    { class: 'advice' },
    element('h3', {}, 'Advice'),
    element('ul', {}, ...recommendations.map((advice) => adviceItem(advice, recordId, host))),
  );
}

function adviceItem(
  { text, effect, figure, settings }: Recommendation,
  recordId: string,
  { post }: Pick<OutputHost, 'post'>,
): HTMLElement {
  const item = element(
    'li',
    {},
    element('p', {}, element('strong', {}, text), ` ${effect}`),
    element('p', { class: 'quiet' }, figureSentence(figure)),
  );
  if (Object.keys(settings).length === 0) return item;
  const yaml = settingsYaml(settings);
  const inOneLine = yaml.replaceAll(/\s+/g, ' ');
  const change = element('pre', { class: 'change' }, yaml);
  if (post === null) {
    item.append(element('p', { class: 'quiet' }, 'To follow it, write into the cell:'), change);
    return item;
  }
  const said = element('span', { class: 'quiet', role: 'status' });
  const apply = button(
    'Apply',
    () => {
      post({ type: 'apply-settings', recordId, settings });
      apply.textContent = 'Apply again';
      apply.setAttribute('aria-label', `Apply again to the cell: ${inOneLine}`);
      said.textContent = 'Sent to the cell; Undo there takes it back. Run the cell to see what it does.';
    },
    { look: 'primary', description: `Apply to the cell: ${inOneLine}` },
  );
  item.append(element('div', { class: 'apply' }, apply, change, said));
  return item;
}
