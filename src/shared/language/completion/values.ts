import type { CellContext } from '../cell-context';
import { resultsAbove } from '../cell-context';
import { defaultOf, profileDocumentation } from '../documentation';
import { fittingEntry, folderAndName } from '../file-paths';
import { unitOfKey } from '../../key-units';
import { choosableProfiles, measurableProfiles, type ListedProfile } from '../../profile-names';
import type { SchemaNode } from '../../schema-node';
import { listedValues, said, stepNodes, stepSummary } from '../step-schemas';
import { asYamlText } from '../text-edits';
import { inSnippet, type Completion } from './completion';
import type { Cursor } from './cursor';

/** What can stand as the value of a key. */
export async function valueCompletions(
  node: SchemaNode,
  cursor: Cursor,
  context: CellContext,
): Promise<Completion[]> {
  const key = cursor.path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  if (key === 'profile' || key === 'performance_mode')
    return profiles(choosableProfiles(context.profiles), cursor);
  if (key === 'profiles') return profiles(measurableProfiles(context.profiles), cursor);
  const results = said(node, 'results');
  if (results) return resultCompletions(results, cursor, context);
  if (said(node, 'reads') ?? said(node, 'writes')) return paths(node, cursor, context);
  return listed(key, node, cursor);
}

/** A value as it is put in: in the quotes that are there, or in those that it needs. */
function completionOf(
  value: string,
  cursor: Cursor,
  rest: Pick<Completion, 'kind' | 'detail' | 'documentation'> & Partial<Pick<Completion, 'again' | 'label'>>,
  isText = true,
): Completion {
  const written =
    cursor.quote === '' ? (isText ? asYamlText(value) : value) : `${cursor.quote}${value}${cursor.quote}`;
  return {
    label: value,
    insert: inSnippet(cursor.lead + written),
    filter: `${cursor.lead}${cursor.quote}${value}`,
    span: cursor.span,
    again: false,
    ...rest,
  };
}

/** The names of all steps; each with the rest of its cell, where there is none yet. */
export const stepCompletions = (cursor: Cursor, rest: (step: string) => string): Completion[] =>
  [...stepNodes()].map(([step, node]) => {
    const completion = completionOf(step, cursor, {
      kind: 'step',
      detail: 'step',
      documentation: stepSummary(node),
    });
    return { ...completion, insert: completion.insert + inSnippet(rest(step)) };
  });

const profiles = (listed: readonly ListedProfile[], cursor: Cursor): Completion[] =>
  listed.map(({ name, origin, profile }) =>
    completionOf(name, cursor, {
      kind: 'profile',
      detail: origin === 'configuration file' ? 'profile of the configuration file' : 'profile',
      documentation: profileDocumentation(profile),
    }),
  );

const resultCompletions = (steps: readonly string[], cursor: Cursor, context: CellContext): Completion[] =>
  resultsAbove(context, steps).map(({ name, step, distance }) =>
    completionOf(name, cursor, {
      kind: 'result',
      detail: `result of ${step}`,
      documentation: `Made ${distance === 1 ? 'by the cell above' : `${distance} gait cells above`}.`,
    }),
  );

async function paths(node: SchemaNode, cursor: Cursor, { files }: CellContext): Promise<Completion[]> {
  if (!files) return [];
  const { folder, name } = folderAndName(cursor.written);
  const kind = said(node, 'reads');
  const entries = await files.list(folder);
  return entries
    .filter((entry) => entry.folder || (kind !== undefined && fittingEntry(kind, entry)))
    .filter((entry) => !entry.name.startsWith('.') || name.startsWith('.'))
    .sort((a, b) => Number(a.folder) - Number(b.folder) || a.name.localeCompare(b.name))
    .map((entry) =>
      completionOf(`${folder}${entry.name}${entry.folder ? '/' : ''}`, cursor, {
        label: `${entry.name}${entry.folder ? '/' : ''}`,
        kind: entry.folder ? 'folder' : 'file',
        detail: folder === '' ? '' : `in ${folder}`,
        documentation: '',
        again: entry.folder,
      }),
    );
}

/** The values of an enum, true and false; else the default, to begin from. */
function listed(key: string, node: SchemaNode, cursor: Cursor): Completion[] {
  const usual = defaultOf(cursor.path, node);
  const values = listedValues(node);
  const unit = unitOfKey(key);
  const all =
    values.length > 0 && usual !== undefined && !values.includes(usual) ? [...values, usual] : values;
  return (all.length > 0 ? all : usual === undefined ? [] : [usual]).map((value) =>
    completionOf(
      String(value),
      cursor,
      {
        kind: 'value',
        detail: [value === usual ? 'default' : null, unit].filter((part) => part).join(' · '),
        documentation: '',
      },
      typeof value === 'string',
    ),
  );
}
