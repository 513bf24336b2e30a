import type { GaitOutput } from '../../shared/cell-output';
import type { GaitBundle } from '../../shared/display';
import { counted, figure } from '../../shared/numbers';
import { element } from '../element';
import type { Draw, Drawing, OutputHost } from '../host';
import { createPlayer } from '../pose/player';
import { poseStyle } from '../pose/pose-style';
import { followSideColours } from '../skeleton/side-colours';
import { appliedEdits } from './applied-edits';
import { createEventEditor } from './event-editor';
import { gaitStyle } from './gait-style';
import { createMeanCycles } from './mean-cycles';
import { parameterTable } from './parameter-table';
import { shownSpan } from './shown-span';

/** What was found of the gait in a recording, with its pictures, and events that can be corrected. */
export const drawGait: Draw<GaitOutput> = (payload, host) => {
  const { bundle, walkId, name } = payload;
  const { parameters, conventions } = bundle;
  const span = shownSpan(bundle, payload.pose?.bundle ?? null);
  const player = playerOf(payload, host);
  const editor = createEventEditor(payload, span, host);
  const cycles = createMeanCycles(bundle, walkId, host);
  const output = element(
    'section',
    { class: 'gait', 'aria-label': `Gait of ${walkId}` },
    element('style', {}, `${poseStyle}${gaitStyle}`),
    element(
      'header',
      {},
      element('strong', {}, walkId),
      element('span', { class: 'quiet' }, ` ${[...factsOf(bundle), `result ${name}`].join(' · ')}`),
    ),
    element('div', { class: 'beside' }, player?.element, notes(bundle)),
    element('h3', {}, 'Events and joint angles'),
    span.note !== '' && element('p', { class: 'quiet' }, span.note),
    editor.element,
    element('h3', {}, 'Mean cycle'),
    cycles.element,
    element('h3', {}, 'Parameters'),
    bundle.totals.keptCycles === 0
      ? element('p', {}, 'There are no parameters, for no cycle could be kept.')
      : parameterTable(bundle, payload),
    appliedEdits(bundle.edits),
    conventions.length > 0 &&
      element(
        'details',
        {},
        element('summary', {}, 'Method and conventions'),
        element(
          'ul',
          {},
          element(
            'li',
            {},
            `Events (${parameters.quality.method.name}): ${parameters.quality.method.source}`,
          ),
          ...conventions.map((text) => element('li', {}, text)),
        ),
      ),
  );
  const stopFollowing = followSideColours(output, host.theme);
  return {
    element: output,
    dispose: () => {
      stopFollowing();
      player?.dispose();
      editor.dispose();
      cycles.dispose();
    },
  };
};

function playerOf({ pose, recording, walkId }: GaitOutput, host: OutputHost): Drawing | null {
  if (pose === null) return null;
  const label = `Pictures of ${walkId}`;
  return createPlayer({ ...pose, recording, label, isCompact: true }, host);
}

/** What people ask for first. */
function factsOf({ parameters, totals }: GaitBundle): string[] {
  const { cadence_steps_per_min: cadence, stride_time_s: stride, speed_m_s: speed } = parameters;
  const pair = (left: number | null, right: number | null, decimals: number): string =>
    `${figure(left, decimals)} / ${figure(right, decimals)}`;
  return [
    `${figure(cadence, 1)} steps/min`,
    `stride ${pair(stride.left.mean, stride.right.mean, 2)} s`,
    ...(speed === null ? [] : [`${figure(speed.all.mean, 2)} m/s`]),
    `${counted(totals.keptCycles, 'cycle')} kept${totals.excludedCycles > 0 ? `, ${totals.excludedCycles} left out` : ''}`,
  ];
}

/** What to know before the figures are used: warnings, and what was not stated. */
function notes({ parameters }: GaitBundle): HTMLElement | null {
  const { warnings, abstentions } = parameters.quality;
  if (warnings.length + abstentions.length === 0) return null;
  return element(
    'ul',
    { class: 'notes', 'aria-label': 'Notes on this walk' },
    ...warnings.map((text) => element('li', { class: 'warnings' }, text)),
    ...abstentions.map((text) => element('li', {}, text)),
  );
}
