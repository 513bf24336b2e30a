import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { figure } from '../../shared/numbers';
import { wrappedLine } from '../../shared/wrapped-line';
import type { Agreement } from '../gait/agreement/agreement';
import { notesOf, type Comparison } from '../gait/agreement/comparison';
import { addressOf } from '../store/address';
import type { Store } from '../store/store';
import {
  blandAltmanChart,
  curvesChart,
  drawnAgreements,
  eventErrorChart,
  hasCurves,
} from './agreement-charts';

/** What a comparison shows, bounded in size, so that it can be drawn with no kernel alive. */
export interface ComparisonDisplay {
  /** Parts with an empty line between them; editors hide the middle of a text that is longer than each of these. */
  readonly text: string;
  readonly charts: readonly { readonly name: string; readonly title: string; readonly spec: TopLevelSpec }[];
}

/** Raised whenever the same comparison is shown otherwise. */
const version = 3;
const file = 'display.json';

export function comparisonDisplay(comparison: Comparison): ComparisonDisplay {
  return {
    text: comparisonText(comparison),
    charts: [
      {
        name: 'events',
        title: 'Errors in time of all events that are the same within 150 ms, in bins of 5 ms.',
        spec: eventErrorChart(comparison.walks),
      },
      ...(drawnAgreements(comparison).length === 0
        ? []
        : [
            {
              name: 'parameters',
              title:
                'Bland–Altman plots: each dot is one cycle; solid the bias, dashed the limits of agreement.',
              spec: blandAltmanChart(comparison),
            },
          ]),
      ...(hasCurves(comparison)
        ? [
            {
              name: 'curves',
              title: 'Mean joint curves over all paired cycles; solid measured, dashed the reference.',
              spec: curvesChart(comparison),
            },
          ]
        : []),
    ],
  };
}

/** Keeps what a comparison shows under an address made of it. */
export async function keepComparison(
  store: Pick<Store, 'find' | 'write'>,
  display: ComparisonDisplay,
): Promise<{ readonly address: string; readonly folder: string }> {
  const json = JSON.stringify(display);
  // As JSON has it: what is undefined or not a number has no address.
  const parameters = { display: JSON.parse(json) as unknown };
  const address = addressOf({ step: 'compare', version, inputs: {}, parameters, engines: {} });
  const folder =
    (await store.find(address)) ??
    (await store.write(address, (temporary) => writeFile(path.join(temporary, file), json)));
  return { address, folder };
}

/** @throws where the store no longer holds it. */
export async function readComparison(folder: string): Promise<ComparisonDisplay> {
  // Sound: keepComparison wrote it, and the store hands out complete results only.
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as ComparisonDisplay;
}

/** With these a part has 30 lines at most, all of which VS Code shows; it does not break lines. */
const mostWalkLines = 10;
const mostCharacters = 96;

/** Walks, events and parameters of a comparison in plain text; joint angles are a part of their own. */
function comparisonText(comparison: Comparison): string {
  const { walks, events } = comparison;
  const lines: string[] = [];
  let room = mostWalkLines;
  for (const { walk, reference, pairs, synchronisation } of walks) {
    const line = `${walk.id} beside ${reference.called}: ${pairs.length} paired cycles, ${synchronisation.by}.`;
    room -= inWidth(line).length;
    if (room < 0) break;
    lines.push(line);
  }
  if (walks.length > lines.length) lines.push(`… and ${walks.length - lines.length} more walks.`);
  const found = events.map(
    ({ event, side, timing }) =>
      `${event.replace('_', ' ')}, ${side}: ${agreementText(timing, 1)} ms (${timing.pairs} events)`,
  );
  const parameters = comparison.parameters.filter(({ side }) => side === 'both');
  const angles = parameters.filter(({ parameter }) => parameter.unit === '°');
  const others = parameters.filter(({ parameter }) => parameter.unit !== '°');
  const parts = [
    [...lines, 'Bias, with limits of agreement:', ...found, ...others.map(parameterText)],
    [
      ...(angles.length === 0 ? [] : ['Bias of joint angles, with limits of agreement:']),
      ...angles.map(parameterText),
      ...notesOf(comparison),
    ],
  ];
  return parts.map((part) => part.flatMap(inWidth).join('\n')).join('\n\n');
}

const inWidth = (line: string): string[] => wrappedLine(line, mostCharacters, '  ');

const parameterText = ({ parameter, agreement }: Comparison['parameters'][number]): string =>
  `${parameter.label}: ${agreementText(agreement, /^(?:s|m|m\/s)$/.test(parameter.unit) ? 3 : 1)} ${parameter.unit} (${agreement.pairs} cycles)`;

function agreementText({ bias, limits }: Agreement, decimals: number): string {
  const range = limits && ` (${figure(limits[0], decimals)} to ${figure(limits[1], decimals)})`;
  return `${figure(bias, decimals)}${range ?? ''}`;
}
